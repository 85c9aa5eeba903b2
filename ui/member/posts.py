"""任职、免职, and putting right what was entered wrongly."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from services.member import FormerPostRow, MemberDetail, Role
from ui.core.forms import FormDialog, choice_field, text_field

DAY_HINT = "例如 2024.05 或 2024-05-20"
TITLES = {"appoint": ("任职", "任职"), "dismiss": ("免职", "免职"), "correct": ("更正职务", "保存")}


class PostDialog(FormDialog):
    """`way`: appoint, dismiss or correct. `save` gets role, post and day, raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        shown: MemberDetail,
        way: str,
        save: Callable[[Role, str, str], object],
    ) -> None:
        title, go = TITLES[way]
        super().__init__(
            parent,
            f"{title}：{shown.name}",
            go,
            lambda _reason: save(Role(self.role.currentData()), self.post.text(), self.day.text()),
        )
        self.setObjectName("member-post")
        correct = way == "correct"
        self.role = choice_field("member-post-role", Role, shown.role)
        self.post = text_field(
            "member-post-words", shown.post if correct else "", "例如：组织委员；可不填", most=30
        )
        self.day = text_field(
            "member-post-day", shown.role_since if correct else "", DAY_HINT, most=20
        )
        if way != "dismiss":
            self.add_field("党内身份", self.role)
            self.add_field("职务", self.post)
        self.add_field("免职日期" if way == "dismiss" else "任职日期", self.day)
        (self.day if way == "dismiss" else self.role).setFocus()


class FormerPostDialog(FormDialog):
    """Put a former post right; `save` raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        former: FormerPostRow,
        save: Callable[[Role, str, str, str], object],
    ) -> None:
        super().__init__(
            parent,
            "更正曾任职务",
            "保存",
            lambda _reason: save(
                Role(self.role.currentData()),
                self.post.text(),
                self.starts.text(),
                self.ends.text(),
            ),
        )
        self.setObjectName("member-former-post")
        self.role = choice_field("former-role", Role, former.role)
        self.post = text_field("former-post", former.post, "可不填", most=30)
        self.starts = text_field("former-starts", former.starts, f"可不填；{DAY_HINT}", most=20)
        self.ends = text_field("former-ends", former.ends, DAY_HINT, most=20)
        self.add_field("党内身份", self.role)
        self.add_field("职务", self.post)
        self.add_field("任职日期", self.starts)
        self.add_field("免职日期", self.ends)
        self.role.setFocus()
