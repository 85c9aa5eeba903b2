"""The papers of a class, read back from their PDFs."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models.audit import AuditEntry
from services import booking, enrolment, sign_in
from services.class_papers import notice, notice_paper, roster_paper, timetable_paper
from services.class_papers.content import (
    ClassPaper,
    NoticeWords,
    PaperLesson,
    PaperPerson,
    class_paper,
    days_words,
    notice_words,
)
from services.core.paper.sheet import OFFICIAL
from services.core.workspace import Workspace
from tests.helpers.guests import create_guest
from tests.helpers.pdf import pages
from tests.helpers.teaching import Teaching, at

LONG = "2026年度全镇村（社区）党支部书记和支部委员集中轮训暨乡村振兴专题培训示范班（第12期）"
COURSE = "学习贯彻习近平新时代中国特色社会主义思想，以党建引领乡村振兴高质量发展专题辅导"
DAY = date(2026, 11, 20)
TITLE = "村支部书记轮训班（第2期）"
WORDS = NoticeWords(
    "11月24日 08:15 前", "学员卡、笔记本", "", "赵静", "05376820000", "仲山镇党校", DAY
)


def lesson(starts_at: datetime, title: str = "党的创新理论进基层", hours: float = 3) -> PaperLesson:
    return PaperLesson(
        starts_at, starts_at + timedelta(hours=hours), title, "专题讲授", "王建国", "主校区201",
        "镇政府东院", Decimal(4),
    )  # fmt: skip


def person(number: int, branch: str = "石桥村党支部", name: str = "王秀兰") -> PaperPerson:
    return PaperPerson(
        number, uuid4(), name, "女", branch, branch, "党员", "138****0417", f"{number:016d}"
    )


def paper(people: int = 3, lessons: tuple[PaperLesson, ...] = (), title: str = TITLE) -> ClassPaper:
    branches = ("石桥村党支部", "布山村党支部")
    listed = tuple(person(n, branches[n % 2]) for n in range(1, people + 1))
    return ClassPaper(uuid4(), "仲山镇党校", "ZS-2026-0001", title, "赵静", lessons, listed, DAY)


def flat(text: str) -> str:
    return "".join(text.split())


def test_a_class_of_500_repeats_its_header_and_loses_nobody() -> None:
    made = pages(roster_paper.render(paper(500, (lesson(at(24, 8)),), title=LONG)))
    assert all("所在党支部" in text for text in made)
    whole = "".join(made)
    assert whole.count("王秀兰") == 500
    assert "共 500 人" in made[-1]
    assert flat(made[-1]).endswith(f"第{len(made)}页共{len(made)}页")


def test_an_empty_class_has_a_paper_all_the_same() -> None:
    for render in (roster_paper.render, timetable_paper.render):
        assert "时间待定" in "".join(pages(render(paper(0))))


def test_a_timetable_cuts_nothing_and_tells_the_next_day() -> None:
    lessons = (
        lesson(at(24, 8, 30), COURSE),
        lesson(at(24, 14)),
        replace(lesson(at(30, 22), hours=2.5), place="仲山镇革命传统教育现场教学基地多功能厅"),
    )
    (text,) = pages(timetable_paper.render(paper(3, lessons)))
    said = flat(text)
    assert COURSE in said
    assert "仲山镇革命传统教育现场教学基地多功能厅" in said
    assert "22:00—次日00:30" in said
    assert said.count("11月24日") == 2, "once over the table, once for its day"
    assert "合计3节课，12学时" in said


@given(
    sizes=st.lists(st.sampled_from([8, 40, 120]), min_size=1, max_size=60),
    first=st.sampled_from([150.0, 200.0]),
)
def test_no_page_of_a_timetable_is_overfilled_and_no_lesson_lost(
    sizes: list[int], first: float
) -> None:
    lessons = tuple(
        lesson(at(1, 8) + timedelta(hours=12 * number), "课" * size)
        for number, size in enumerate(sizes)
    )
    content = paper(1, lessons)
    parts = timetable_paper.pages_of(content, first, OFFICIAL.height)
    assert tuple(one for part in parts for one in part) == lessons
    for number, part in enumerate(parts):
        height = sum(timetable_paper._height(one) for one in part)
        room = first if number == 0 else OFFICIAL.height
        assert height + timetable_paper.HEAD + timetable_paper.TOTAL <= room


def test_a_long_timetable_repeats_its_header_and_the_day() -> None:
    lessons = tuple(lesson(at(1, 8) + timedelta(hours=8 * n), f"课程{n}") for n in range(60))
    made = pages(timetable_paper.render(paper(1, lessons)))
    assert len(made) > 2
    assert all("课程" in text and "月" in text for text in made)
    assert ["合计" in text for text in made] == [False] * (len(made) - 1) + [True]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((), ""),
        ((date(2026, 11, 24),), "2026年11月24日（周二）"),
        (tuple(date(2026, 11, d) for d in (24, 25, 26)), "2026年11月24日至26日"),
        ((date(2026, 11, 30), date(2026, 12, 1)), "2026年11月30日至12月1日"),
        ((date(2026, 12, 31), date(2027, 1, 1)), "2026年12月31日至2027年1月1日"),
        ((date(2026, 11, 24), date(2026, 12, 1)), "2026年11月24日、12月1日"),
        (
            tuple(date(2026, month, 1) for month in range(1, 9)),
            "2026年1月1日至8月1日，共 8 天",
        ),
    ],
)
def test_days_in_words(days: tuple[date, ...], words: str) -> None:
    assert days_words(days) == words


def test_a_notice_for_all_and_one_for_each_branch() -> None:
    content = paper(5, (lesson(at(24, 8, 30)), lesson(at(25, 8, 30), COURSE)))
    (whole,) = notice.notices(content, WORDS, cards=True)
    made = pages(notice_paper.render((whole,)))
    said = flat("".join(made))
    assert "关于举办村支部书记轮训班（第2期）的通知" in said
    assert "布山村党支部、石桥村党支部：" in said
    assert "2026年11月24日至25日。请于11月24日08:15前报到。" in said
    assert "主校区201（镇政府东院）" in said
    assert "2个党支部共5人，名单见附件1。" in said
    assert "附件：1.参训人员名单2.课程表3.学员卡" in said
    assert "仲山镇党校2026年11月20日" in said
    assert made[-1].count("党员教育培训学员卡") == 5
    each = notice.notices(content, WORDS, each=True, cards=False)
    assert [notice.to_whom(one) for one in each] == ["布山村党支部", "石桥村党支部"]
    first, second = (flat("".join(pages(notice_paper.render((one,))))) for one in each)
    assert "你支部3人" in first
    assert "石桥" not in first, "nobody's people but its own"
    assert "你支部2人" in second
    assert "3.学员卡" not in first
    assert len(pages(notice_paper.render(each))) == 2 * len(pages(notice_paper.render(each[:1])))
    (one,) = notice.notices(content, WORDS, "石桥村党支部", cards=False)
    assert len(one.people) == 2


def test_a_notice_of_a_class_that_is_still_empty() -> None:
    nothing = NoticeWords("", "", "", "", "", "仲山镇党校", DAY)
    (made,) = notice.notices(paper(0), nothing, cards=True)
    (text,) = pages(notice_paper.render((made,)))
    said = flat(text)
    assert all(words in said for words in ("各党支部：", "名单另行通知"))
    assert not any(words in said for words in ("附件", "联系人"))


def test_a_rare_character_is_named_beforehand() -> None:
    odd = replace(paper(1), people=(person(1, name="王\U000e0100"),))
    assert roster_paper.missing(odd)
    assert notice_paper.missing(notice.notices(odd, WORDS, cards=True))


def test_whole_phones_are_shown_on_request_and_logged(school: Workspace) -> None:
    teaching = Teaching(school)
    class_id, people = teaching.class_(), teaching.members(3)
    taught = teaching.lesson(at(24, 8), class_id=class_id)
    teaching.lesson(at(25, 8), class_id=class_id)
    teaching.enrol(class_id, people)
    lecturer = teaching.lecturer("周讲师")
    with school.write("booking.book") as session:
        made = booking.book(session, taught, lecturer).id
    with school.read() as session:
        content = class_paper(session, class_id)
        assert [one.lecturer for one in content.lessons] == ["待定", "待定"]
        assert [one.phone for one in content.people] == [
            f"138****{number:04d}" for number in range(3)
        ]
    with school.write("booking.confirm") as session:
        booking.confirm(session, made)
    with school.write("class_papers.show_phones") as session:
        whole = class_paper(session, class_id, full=True)
    assert [one.phone for one in whole.people] == [f"1380537{number:04d}" for number in range(3)]
    assert [one.lecturer for one in whole.lessons] == ["周讲师", "待定"]
    with school.read() as session:
        verbs = session.scalars(select(AuditEntry.verb)).all()
        words = notice_words(session, whole)
    assert verbs.count("class_papers.show_phones") == 1
    assert (words.report, words.contact) == ("11月24日 07:45 前", "赵静")


def test_a_guest_is_never_called_a_party_member(school: Workspace) -> None:
    teaching = Teaching(school)
    class_id, (member_id,) = teaching.class_(), teaching.members(1)
    lesson = teaching.lesson(at(24, 8), class_id=class_id)
    with school.write("member.create") as session:
        guest = create_guest(session, "来宾", "县农业农村局")
    teaching.enrol(class_id, [member_id, guest])
    with school.read() as session:
        printed = [one.post for one in class_paper(session, class_id).people]
        listed = [one.post for one in enrolment.roster(session, class_id).rows]
        at_desk = [one.post for one in sign_in.desk(session, lesson).persons]
    assert printed == listed == at_desk == ["党员", "外单位人员"]
