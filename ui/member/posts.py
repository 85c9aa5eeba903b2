"""任职、免职, and putting right what was entered wrongly."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from services.core.fields import draft_of
from services.member import (
    DismissalDraft,
    FormerPostDraft,
    FormerPostRow,
    MemberDetail,
    PostDraft,
    Role,
)
from ui.core.draft_form import DraftForm

TITLES = {"appoint": ("任职", "任职"), "dismiss": ("免职", "免职"), "correct": ("更正职务", "保存")}


class PostDialog(DraftForm[Any]):
    """`way`: appoint, dismiss or correct. `save` gets role, post and day, raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        shown: MemberDetail,
        way: str,
        save: Callable[[Role, str, str], object],
    ) -> None:
        def take(draft: PostDraft | DismissalDraft, _reason: str) -> None:
            if isinstance(draft, PostDraft):
                save(draft.role, draft.post, draft.role_since)
            else:
                save(shown.role, "", draft.on)

        title, go = TITLES[way]
        start = draft_of(PostDraft, shown) if way == "correct" else {"role": shown.role}
        super().__init__(
            parent,
            "member-post",
            f"{title}：{shown.name}",
            DismissalDraft if way == "dismiss" else PostDraft,
            take,
            start=start,
            save_words=go,
        )


class FormerPostDialog(DraftForm[FormerPostDraft]):
    """Put a former post right; `save` raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        former: FormerPostRow,
        save: Callable[[Role, str, str, str], object],
    ) -> None:
        super().__init__(
            parent,
            "member-former-post",
            "更正曾任职务",
            FormerPostDraft,
            lambda one, _reason: save(one.role, one.post, one.starts, one.ends),
            start=draft_of(FormerPostDraft, former),
        )
