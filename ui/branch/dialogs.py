"""A new branch, and changing one: name, who stands above it, whom to call."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services.branch import BranchDraft, BranchNode
from services.core.fields import draft_of
from ui.core.draft_form import DraftForm


def ask_branch(
    parent: QWidget,
    nodes: Sequence[BranchNode],
    shown: BranchNode | None,
    save: Callable[[BranchDraft, str], object],
    above: UUID | None = None,
) -> None:
    """`shown` is what to change, None for a new one, which stands under `above`."""
    offered = [
        ("　" * node.depth + node.short_name, node.id)
        for node in nodes
        if not node.retired and (shown is None or node.id != shown.id)
    ]
    DraftForm(
        parent,
        "branch",
        "修改党支部" if shown else "新增党支部",
        BranchDraft,
        save,
        start=draft_of(BranchDraft, shown) if shown else {"parent_id": above},
        offers={"parent_id": offered},
    ).open()
