"""The form with which opening hours are given to one or several people, with the ways to and from
a sheet for the whole school."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import opening_hours
from services.core.call import call
from services.opening_hours import OpeningDraft, OpeningRecorded
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.core.widgets import button, label, row

FOR_ALL = "全校的不用一个个记：导出空表，照样填好，再导入。"


class OpeningForm(DraftForm[OpeningDraft]):
    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        people: Sequence[tuple[UUID, str]],
        write_out: Callable[[], object],
        take_in: Callable[[], object],
    ) -> None:
        """`people` are those chosen, each with id and name."""
        keys = [key for key, _ in people]
        names = people[0][1] if len(people) == 1 else f"{people[0][1]}等 {len(people)} 人"
        super().__init__(
            parent,
            "opening-hours",
            f"记期初学时：{names}",
            OpeningDraft,
            lambda draft, reason: desk.perform(
                call(opening_hours.record, keys, draft), _told, reason
            ),
            start={"hours": 0, "collective": False},
            save_words="记下",
        )
        self.extra.addWidget(label(FOR_ALL, "note", wrap=True))
        self.extra.addLayout(
            row(
                button("导出空表", lambda: self._go(write_out), "link", name="opening-hours-out"),
                button("从 Excel 导入", lambda: self._go(take_in), "link", name="opening-hours-in"),
                None,
            )
        )

    def _go(self, way: Callable[[], object]) -> None:
        self.reject()
        way()


def _told(made: OpeningRecorded) -> str:
    words = f"已记 {len(made.record_ids)} 人的期初学时。"
    return words + (f"另有 {made.already} 人已经记过，没有重复记。" if made.already else "")
