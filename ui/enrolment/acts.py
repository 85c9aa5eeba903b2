"""What is done about who is in a class and who waits for it."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from services import enrolment
from services.core.call import call
from services.enrolment import EnrolmentChoice, EnrolResult
from services.enrolment.matching import Matcher
from services.training_class import ClassDetail
from services.training_class.operations import CLOSED
from ui.core import keys
from ui.core.acts import act
from ui.core.background import Once, Progress
from ui.core.desk import Page
from ui.enrolment.dialog import EnrolDialog
from ui.enrolment.roster import RosterTab

NOBODY = "先在名单里选中要移出的人。"
NOBODY_WAITS = "先在候补名单里选中一个人。"
NOT_OPEN = "先选中一个没有归档、没有取消的班。"


def _open(page: "RosterActs") -> bool:
    return page.class_shown is not None and page.class_shown.state not in CLOSED


def _has_people(page: "RosterActs") -> bool:
    lists = page.roster_tab.shown if _open(page) else None
    return lists is not None and bool(lists.rows)


def _shows_people(page: "RosterActs") -> bool:
    return page.class_shown is None or not page.roster_tab.shows_waiting


def _waits(page: "RosterActs") -> bool:
    return _open(page) and page.roster_tab.shows_waiting and bool(page.roster_tab.waiting.marked)


class RosterActs(Page):
    """Of the class that a page shows, whose lists stand in `roster_tab`."""

    roster_tab: RosterTab
    reading: Once

    @property
    def class_shown(self) -> ClassDetail | None:
        raise TypeError(f"{type(self).__name__} lacks this")

    def show_roster(self) -> None:
        """Bring the lists to the front."""
        raise TypeError(f"{type(self).__name__} lacks this")

    @act("class-enrol", "报名学员", keys.CLASS, when=_open, why=NOT_OPEN)
    def enrol(self) -> None:
        """Everybody is read in the background first."""
        self.enrol_by()

    def enrol_by(self, way: str = "") -> None:
        """The same, beginning with one of the ways of the dialog; its own choice where none is
        said."""
        if (shown := self.class_shown) is None:
            return

        def read(_progress: Progress) -> tuple[EnrolmentChoice, Matcher]:
            with self.desk.read() as session:
                choice = enrolment.choice(session, shown.id, shown.title)
            return choice, Matcher(choice.persons)

        def save(members: Sequence[UUID], over: bool, reason: str) -> None:
            self.desk.perform(
                call(enrolment.enrol, shown.id, members, over=over),
                _enrolled,
                reason,
                then=lambda _: self.show_roster(),
            )

        def show(found: tuple[EnrolmentChoice, Matcher]) -> None:
            unsettled = self.roster_tab.unsettled
            keep = partial(unsettled.__setitem__, shown.id)
            kept = unsettled.get(shown.id, ())
            asked = EnrolDialog(self.window(), self.desk, *found, save, kept, keep)
            if way:
                asked.use(way)
            asked.open()

        self.reading.run("读花名册", read, show)

    @act("class-remove", "移出名单", shown=_shows_people, when=_has_people, why=NOBODY)
    def remove(self) -> None:
        """Take those who are marked out of the class."""
        rows = self.roster_tab.table.marked()
        if (shown := self.class_shown) is None or not rows:
            return
        named = rows[0].name if len(rows) == 1 else f"{len(rows)} 人"
        members = [one.member_id for one in rows]
        removed = call(enrolment.remove_enrolment, shown.id, *members)
        self.desk.do(removed, f"{named}已移出名单。")

    @act("waiting-offer", "转入名单", when=_open, find=False)
    def take_offered(self) -> None:
        self._move_in([one.member_id for one in self.roster_tab.waiting.offered])

    @act("waiting-in", "候补转入名单", when=_waits, why=NOBODY_WAITS)
    def move_in(self) -> None:
        self._move_in(self.roster_tab.waiting.marked)

    @act("waiting-up", "上移", keys.MOVE_UP, when=_waits, why=NOBODY_WAITS, find=False)
    def move_up(self) -> None:
        self._reorder(-1)

    @act("waiting-down", "下移", keys.MOVE_DOWN, when=_waits, why=NOBODY_WAITS, find=False)
    def move_down(self) -> None:
        self._reorder(1)

    @act("waiting-out", "移出候补", when=_waits, why=NOBODY_WAITS)
    def stop_waiting(self) -> None:
        members = self.roster_tab.waiting.marked
        if (shown := self.class_shown) is not None:
            stopped = call(enrolment.stop_waiting, shown.id, *members)
            self.desk.do(stopped, f"{self._named(members)}已移出候补。")

    def _move_in(self, members: Sequence[UUID]) -> None:
        if (shown := self.class_shown) is not None and members:
            moved = call(enrolment.move_in, shown.id, members)
            self.desk.do(moved, f"{self._named(members)}已转入名单。")

    def _reorder(self, by: int) -> None:
        one = self.roster_tab.waiting.table.current
        if (shown := self.class_shown) is not None and one is not None:
            moved = call(enrolment.reorder_waiting, shown.id, one.member_id, by)
            self.desk.do(moved, "候补次序已改。")

    def _named(self, members: Sequence[UUID]) -> str:
        lists = self.roster_tab.shown
        names = [one.name for one in lists.waiting if one.member_id in members] if lists else []
        return names[0] if len(names) == 1 else f"{len(names)} 人"


def _enrolled(result: EnrolResult) -> str:
    words = f"已报名 {result.added} 人。"
    if result.waiting:
        words += f"名额已满，候补 {result.waiting} 人。"
    if result.clashes:
        words += f"{len(result.clashes)} 人同一时间另有课。"
    return words
