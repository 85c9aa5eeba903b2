"""A small school to teach in: rooms at two sites, courses, people, classes, lecturers."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from models.member import Member, MemberKind, Role
from services import course, enrolment, lecturer, site, training_class
from services.core.text import card_code, pinyin_of
from services.core.workspace import Workspace
from services.course import CourseDraft, Task, Tier
from services.lecturer import LecturerDraft, LecturerSource, TermDraft
from services.site import SiteKind
from services.training_class import ClassDraft, LessonDraft
from tests.helpers.remembered import once

NAMES = (
    "王秀兰", "李建国", "张庆华", "刘明芳", "陈丽军", "杨志文", "赵春红", "黄海山",
    "周立忠", "吴良德", "徐永平", "孙成田",
)  # fmt: skip


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A local moment of 2026; the 23rd of November is the Monday on which tests stand."""
    return datetime(2026, month, day, hour, minute)  # noqa: DTZ001  (lesson times have no zone)


OPENING = CourseDraft(
    "ZS001", "党的创新理论进基层", Task.theory, Tier.first, "专题讲授", Decimal(4)
)
SKILLS = CourseDraft(
    "ZS002", "大棚蔬菜管护技术", Task.skills, Tier.elective, "实训操作", Decimal("2.5")
)


class Teaching:
    """What the tests book and sign in: made through the services' own verbs."""

    campus: UUID
    point: UUID
    room: UUID
    other_room: UUID
    far_room: UUID
    opening: UUID
    course: UUID

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        for name, key in once("teaching", [workspace], self._made).items():
            setattr(self, name, key)

    def _made(self) -> dict[str, UUID]:
        with self.workspace.write("site.create") as session:
            campus = site.create(
                session, site.SiteDraft("主校区", SiteKind.main_campus, address="镇政府东院")
            ).id
            point = site.create(session, site.SiteDraft("布山分教点", SiteKind.branch_point)).id
            return {
                "campus": campus,
                "point": point,
                "room": site.add_room(session, campus, site.RoomDraft("201", 60)).id,
                "other_room": site.add_room(session, campus, site.RoomDraft("102", 60)).id,
                "far_room": site.add_room(session, point, site.RoomDraft("会议室", 40)).id,
                "opening": course.create(session, OPENING).id,
                "course": course.create(session, SKILLS).id,
            }

    def class_(self, title: str = "村支部书记轮训班", *, rotation: bool = False) -> UUID:
        with self.workspace.write("training_class.create") as session:
            return training_class.create(
                session, ClassDraft(title, rotation=rotation, head_teacher="赵静")
            ).id

    def lesson(
        self,
        starts_at: datetime,
        hours: float = 3,
        *,
        room: UUID | None = None,
        class_id: UUID | None = None,
        course_id: UUID | None = None,
        worth: Decimal | None = None,
    ) -> UUID:
        """A lesson of `hours` clock hours, worth `worth` 学时 or what its course is."""
        class_id = class_id or self.class_()
        with self.workspace.write("training_class.add_lesson") as session:
            return training_class.add_lesson(
                session, class_id, self.draft(starts_at, hours, room, course_id, worth)
            ).id

    def draft(
        self,
        starts_at: datetime,
        hours: float = 3,
        room: UUID | None = None,
        course_id: UUID | None = None,
        worth: Decimal | None = None,
    ) -> LessonDraft:
        ends_at = starts_at + timedelta(hours=hours)
        return LessonDraft(course_id or self.opening, room or self.room, starts_at, ends_at, worth)

    def lecturer(
        self,
        name: str,
        *,
        source: LecturerSource = LecturerSource.invited,
        topics: str = "",
        until: date | None = None,
    ) -> UUID:
        """A lecturer of the pool; `until` gives an appointment from 2025 to that day."""
        with self.workspace.write("lecturer.create") as session:
            made = lecturer.create(session, LecturerDraft(name, source, topics=topics)).id
            if until is not None:
                draft = TermDraft("党员教育讲师", date(2025, 1, 1), until, "中共嘉祥县委组织部")
                lecturer.appoint(session, made, draft)
            return made

    def members(self, count: int) -> list[UUID]:
        """So many people of one branch, NAMES first; their cards end as they were made."""
        with self.workspace.write("test.members") as session:
            branch = session.scalars(select(Branch)).first() or session.make(
                Branch, name="中共仲山镇石桥村支部委员会", short_name="石桥村党支部"
            )
            session.flush()
            made = []
            for number in range(count):
                name = NAMES[number % len(NAMES)]
                pinyin, initials = pinyin_of(name)
                made.append(
                    session.make(
                        Member,
                        name=name,
                        pinyin=pinyin,
                        initials=initials,
                        identity_number=None,
                        kind=MemberKind.full,
                        role=Role.member,
                        branch_id=branch.id,
                        phone=f"1380537{number:04d}",
                        card_code=card_code(session.context.ids.digits(15)),
                    ).id
                )
            return made

    def enrol(self, class_id: UUID, members: list[UUID], *, over: str = "") -> None:
        """`over` is why all come in, however few places there are."""
        with self.workspace.write("enrolment.enrol") as session:
            enrolment.enrol(session, class_id, members, over=bool(over), reason=over)
