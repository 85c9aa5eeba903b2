"""合并党支部: choose the branch that is kept, see what moves, then do it."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from services import merging
from services.branch import BranchNode
from ui.core import theme
from ui.core.desk import Desk
from ui.core.forms import FormDialog, pick_field, picked
from ui.core.theme import set_role
from ui.core.widgets import label

SHOWN_NAMES = 6
Merge = Callable[[BranchNode, Sequence[BranchNode], str], object]


class BranchMergeDialog(FormDialog):
    """`marked` are those that go, but for the one that is kept, which may be one of them.
    `merge` gets the kept one, the others and a reason, and raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        marked: Sequence[BranchNode],
        offered: Sequence[BranchNode],
        merge: Merge,
    ) -> None:
        super().__init__(parent, "合并党支部", "合并", self._do, width=theme.current().px(560))
        self.setObjectName("branch-merge-dialog")
        self._desk, self._marked, self._merge = desk, marked, merge
        if len(marked) > 1:  # one of them is kept, the one with most people first
            offered = sorted(marked, key=lambda node: -node.members)
        else:
            offered = [node for node in offered if node.id != marked[0].id]
        words = [(f"{node.short_name}（{node.members} 人）　{node.name}", node) for node in offered]
        self.kept = pick_field("branch-merge-kept", words, "输入名称里的几个字")
        if len(marked) > 1:
            self.kept.setCurrentIndex(0)
        self.add_field("保留", self.kept, "以后都叫这个名称；别的写法也认作它。")
        self.going = label("", wrap=True)
        self.going.setObjectName("branch-merge-going")
        self.moves = label("", "note", wrap=True)
        self.moves.setObjectName("branch-merge-moves")
        self.extra.addWidget(self.going)
        self.extra.addWidget(self.moves)
        self.kept.currentTextChanged.connect(lambda _text: self._look())
        self._look()

    def _going(self, kept: BranchNode) -> list[BranchNode]:
        return [node for node in self._marked if node.id != kept.id]

    def _look(self) -> None:
        kept: BranchNode | None = picked(self.kept)
        self.error.hide()
        self.save_button.setEnabled(kept is not None)
        names = [node.name for node in (self._going(kept) if kept else self._marked)]
        more = f" 等 {len(names)} 个" if len(names) > SHOWN_NAMES else ""
        self.going.setText(f"并进来：{'、'.join(names[:SHOWN_NAMES])}{more}")
        if kept is None:
            set_role(self.moves, "note")
            self.moves.setText("请选保留哪一个党支部。")
            return
        with self._desk.read() as session:
            keys = [node.id for node in self._going(kept)]
            seen = merging.preview_branches(session, kept.id, keys)
        self.save_button.setEnabled(not seen.refusal)
        set_role(self.moves, "said-amber" if seen.refusal else "note")
        moves = f"一起移过去：{'、'.join(seen.moves)}。" if seen.moves else "没有要移动的人和记录。"
        self.moves.setText(
            seen.refusal or f"{moves}并进来的党支部停用，不再列出；以后可以撤销合并。"
        )

    def _do(self, reason: str) -> object:
        kept: BranchNode | None = picked(self.kept)
        assert kept is not None  # the button is off without one
        return self._merge(kept, self._going(kept), reason)
