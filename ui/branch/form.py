"""The form of a branch, and how one is made from wherever a branch is asked for."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import branch
from services.branch import BranchDraft
from services.core.call import call
from services.core.session import WorkSession
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.core.field_widgets import Offer
from ui.core.maker import Maker


def ask_branch(
    desk: Desk,
    parent: QWidget,
    name: str,
    then: Callable[[UUID], object],
    *,
    above: UUID | None = None,
    offered: Sequence[Offer] | None = None,
) -> DraftForm[BranchDraft]:
    """The form of a new branch, open; `then` gets its id. `offered` are those that may stand
    above it, all in use unless told."""
    if offered is None:
        with desk.read() as session:
            offered = [(one.short_name, one.id) for one in branch.list_all(session)]
    form = DraftForm(
        parent,
        "branch",
        "新增党支部",
        BranchDraft,
        lambda draft, reason: desk.perform(
            call(branch.add, draft), "已新增党支部。", reason, then=lambda made: then(made.id)
        ),
        start={"parent_id": above, "name": name},
        offers={"parent_id": offered},
    )
    form.open()
    return form


def _said(session: WorkSession, key: UUID) -> str:
    return next(one.name for one in branch.list_all(session) if one.id == key)


BRANCH = Maker("branch", "党支部", ask_branch, _said)
