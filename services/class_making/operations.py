"""Make a class from orders, a plan item, a package or another class: all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from models.training_class import TrainingClass
from services import order
from services.class_making.from_orders import from_orders
from services.class_making.from_others import from_class, from_package, from_plan_item
from services.class_making.proposals import ClassProposal, ClassWish
from services.class_making.sources import FromClass, FromOrders, FromPackage, Source
from services.core.errors import Refused
from services.core.fields import draft_of
from services.core.session import WorkSession
from services.core.undo import Before, Undo
from services.enrolment.operations import EnrolResult, enrol
from services.training_class.lessons import LessonDraft, put_lesson
from services.training_class.operations import ClassDraft, create
from services.training_class.rules import require_opening, require_unused


@dataclass(frozen=True)
class MadeClass:
    """The class that was made; `enrolled` is None where nobody was to be."""

    id: UUID
    lessons: int
    orders: int
    enrolled: EnrolResult | None
    undo: Undo


def propose(session: WorkSession, source: Source, wish: ClassWish | None = None) -> ClassProposal:
    """What a class from this would be; nothing is written. Raises NotFound, Refused."""
    wish = wish or ClassWish()
    if isinstance(source, FromOrders):
        return from_orders(session, source.order_ids, wish)
    if isinstance(source, FromPackage):
        return from_package(session, source.package_id, wish)
    if isinstance(source, FromClass):
        return from_class(session, source.class_id, wish)
    return from_plan_item(session, source.item_id, wish)


def make(session: WorkSession, proposal: ClassProposal, *, reason: str = "") -> MadeClass:
    """The class as it was looked over, in one unit of work. Its number is of the year in which
    it begins.

    Raises Refused for a lesson in trouble, a room that was taken since, an order that was
    placed since, and a rotation class that would not open with a 首课; BadInput; NeedsReason,
    without a `reason`, where the orders want more places than there are.
    """
    for lesson in proposal.lessons:
        if lesson.trouble or lesson.room_id is None:
            raise Refused(f"{lesson.starts_at:%m月%d日 %H:%M}“{lesson.title}”：{lesson.trouble}。")
    before = Before(session)
    class_id = create(
        session,
        draft_of(ClassDraft, proposal),
        opens=not proposal.draft,
        year=proposal.lessons[0].starts_at.year if proposal.lessons else None,
    ).id
    row = session.require(TrainingClass, class_id)
    row.plan_item_id, row.package_id = proposal.plan_item_id, proposal.package_id
    before.made(row)
    session.flush()
    lessons = []
    for lesson in proposal.lessons:
        assert lesson.room_id is not None  # looked at above
        draft = LessonDraft(
            lesson.course_id, lesson.room_id, lesson.starts_at, lesson.ends_at, lesson.hours
        )
        lessons.append(put_lesson(session, class_id, draft))
        before.made(lessons[-1])
    require_opening(session, row)
    undone: list[Undo] = []
    if proposal.order_ids:
        undone.append(order.place(session, class_id, proposal.order_ids, reason=reason))
    enrolled = enrol(session, class_id, proposal.member_ids) if proposal.member_ids else None
    if enrolled is not None:
        undone.append(enrolled.undo)
    session.note("class_making.make", id=str(class_id), lessons=len(lessons))
    of_class = _unmade(before, row, [lesson.id for lesson in lessons])

    def act(later: WorkSession) -> None:
        for undo in reversed(undone):
            undo.act(later)
        of_class.act(later)

    undo = Undo(of_class.words, of_class.verb, act)
    return MadeClass(class_id, len(lessons), len(proposal.order_ids), enrolled, undo)


def _unmade(before: Before, row: TrainingClass, lesson_ids: Sequence[UUID]) -> Undo:
    def check(session: WorkSession) -> None:
        for lesson_id in lesson_ids:
            require_unused(session, lesson_id)

    return before.undo(f"新建培训班“{row.title}”", "class_making.undo", check)
