"""The year's plan: its items by hand, from last year's, approved and opened again; its to-dos."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.plan import PlanItem
from models.training_class import ClassState, TrainingClass
from services import plan, search, training_class
from services.core.clock import FixedClock
from services.core.errors import BadInput, DeskError, Refused
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.plan import Audience, PlanState
from services.plan.words import audience_of, month_of, months_of, with_year
from services.training_class import ClassDraft
from tests.helpers.examples import examples
from tests.helpers.planning import add, branch, draft, person, titles
from tests.helpers.teaching import Teaching
from tests.helpers.workspaces import SCHOOL, Templates


def do(space: Workspace, verb: Callable[..., Any], *given: object) -> Any:
    with space.write("plan.test") as session:
        session.note("plan.test")
        return verb(session, *given)


def refused(space: Workspace, verb: Callable[..., Any], *given: object) -> str:
    with pytest.raises((Refused, BadInput)) as caught:
        do(space, verb, *given)
    return caught.value.message


def take_back(space: Workspace, undo: Undo) -> None:
    do(space, undo.act)


def shown(space: Workspace, year: int = 2026) -> plan.YearPlan:
    with space.read() as session:
        return plan.year_plan(session, year)


def class_of(space: Workspace, item_id: UUID, state: ClassState = ClassState.open) -> UUID:
    with space.write("training_class.create") as session:
        made = training_class.create(session, ClassDraft("轮训班", rotation=True)).id
        row = session.require(TrainingClass, made)
        row.plan_item_id, row.state = item_id, state
    return made


def approved(space: Workspace, year: int = 2026) -> UUID:
    key = shown(space, year).id
    assert key is not None
    do(space, plan.approve, key, "中共仲山镇委员会")
    return key


def test_an_item_keeps_what_was_typed_and_can_be_taken_back(school: Workspace) -> None:
    made = do(school, plan.add_item, 2026, draft("  支部书记班 ", note="=1+1"))
    key, undo = made.id, made.undo
    with school.read() as session:
        (item,) = plan.list_items(session, 2026)
        assert plan.item(session, key) == item
    assert item.draft() == draft("支部书记班", note="=1+1", audience_words="党支部书记")
    assert (item.year, item.number, item.month) == (2026, 1, 3)
    take_back(school, undo)
    assert titles(school) == []


@pytest.mark.parametrize(
    "wrong",
    [
        draft(""),
        draft("长" * 61),
        draft(audience=Audience.other),
        draft(heads=-1),
        draft(heads=1_000_000),
        draft(days=Decimal("0.3")),
        draft(days=Decimal("NaN")),
        draft(hours=Decimal("1e9")),
        draft(budget=Decimal("0.001")),
        draft(budget=Decimal(-1)),
        draft(content="长" * 301),
    ],
)
def test_what_does_not_fit_changes_nothing(school: Workspace, wrong: plan.ItemDraft) -> None:
    assert refused(school, plan.add_item, 2026, wrong)
    (kept,) = add(school, 2026, draft())
    assert refused(school, plan.update_item, kept, wrong)
    assert titles(school) == ["村支部书记轮训班"]


def test_a_field_of_several_items_is_one_change(school: Workspace) -> None:
    both = add(school, 2026, draft("甲", times="3月"), draft("乙", times=""))
    undo = do(school, plan.change_field, both, "times", " 5月上旬 ")
    assert [(row.times, row.month) for row in shown(school).rows] == [("5月上旬", 5)] * 2
    assert undo.words == "修改 2 个班次的时间"
    take_back(school, undo)
    assert [(row.times, row.month) for row in shown(school).rows] == [("3月", 3), ("", None)]


def test_words_taken_away_become_those_of_the_rule(school: Workspace) -> None:
    (ruled,) = add(school, 2026, draft("甲", audience_words="各村书记"))
    (told,) = add(school, 2026, draft("乙", audience=Audience.other, audience_words="党务工作者"))
    do(school, plan.change_field, [ruled], "audience_words", "")
    assert shown(school).rows[0].audience_words == "党支部书记"
    assert "培训对象" in refused(school, plan.change_field, [ruled, told], "audience_words", "")
    assert "天数" in refused(school, plan.change_field, [ruled], "days", Decimal("0.3"))


def test_an_approved_plan_is_not_changed_by_its_fields(school: Workspace) -> None:
    (key,) = add(school, 2026, draft())
    approved(school)
    assert "已批准" in refused(school, plan.change_field, [key], "heads", 3)
    assert shown(school).rows[0].heads == 60


def test_a_year_that_cannot_be(school: Workspace) -> None:
    assert "年份" in refused(school, plan.add_item, 1899, draft())


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(("up", "down", "copy", "remove", "add")),
                          st.integers(0, 9)), max_size=12))  # fmt: skip
def test_the_order_is_what_a_list_would_have(
    plain_school: Workspace, steps: list[tuple[str, int]]
) -> None:
    """Against a plain list; each step is taken back and done again, and changes the same."""
    space = plain_school
    with space.write("test.empty") as session:
        for row in session.query(PlanItem):
            session.delete(row)
    expected: list[UUID] = add(space, 2026, draft("A"), draft("B"), draft("C"))
    for step, which in steps:
        place = which % len(expected) if expected else 0
        before = list(expected)
        if step == "add" or not expected:
            made = do(space, plan.add_item, 2026, draft("新"))
            key, undo = made.id, made.undo
            expected.append(key)
        elif step == "copy":
            made = do(space, plan.duplicate_item, expected[place])
            key, undo = made.id, made.undo
            expected.insert(place + 1, key)
        elif step == "remove":
            undo = do(space, plan.remove_item, expected.pop(place))
        else:
            by = -1 if step == "up" else 1
            if not 0 <= place + by < len(expected):
                assert "最前或最后" in refused(space, plan.move_item, expected[place], by)
                continue
            undo = do(space, plan.move_item, expected[place], by)
            expected[place], expected[place + by] = expected[place + by], expected[place]
        assert keys(space) == expected
        take_back(space, undo)
        assert keys(space) == before
        expected = before


def keys(space: Workspace) -> list[UUID]:
    with space.read() as session:
        return [one.id for one in plan.list_items(session, 2026)]


@pytest.fixture(scope="module")
def plain_school(
    templates: Templates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """One school for many examples."""
    clock = FixedClock(datetime(2026, 11, 23, 8))  # noqa: DTZ001
    space = templates.open(SCHOOL, tmp_path_factory.mktemp("plan") / "school", clock)
    yield space
    space.close()


def test_what_classes_were_made_from_stays(school: Workspace) -> None:
    (key,) = add(school, 2026, draft())
    class_of(school, key, ClassState.cancelled)
    assert "已取消" in refused(school, plan.remove_item, key)
    made = do(school, plan.duplicate_item, key)
    copy, undo = made.id, made.undo
    class_of(school, copy)
    assert "建了 1 个班" in refused(school, undo.act)
    assert titles(school) == ["村支部书记轮训班"] * 2


def test_what_changed_since_is_not_taken_back(school: Workspace) -> None:
    made = do(school, plan.add_item, 2026, draft())
    key, undo = made.id, made.undo
    do(school, plan.update_item, key, draft(heads=61))
    assert "后来又改过" in refused(school, undo.act)


def test_an_approved_plan_is_frozen_until_it_is_opened_again(school: Workspace) -> None:
    (key, other) = add(school, 2026, draft(), draft("流动党员班", audience=Audience.floating))
    plan_id = shown(school).id
    assert plan_id is not None
    assert "批准人" in refused(school, plan.approve, plan_id, " ")
    undo = do(school, plan.update_item, key, draft(heads=61))
    approved(school)
    now = shown(school)
    assert (now.state, now.approved_by) == (PlanState.approved, "中共仲山镇委员会")
    assert now.approved_at == school.clock.local_now()
    for verb, given_ in (
        (plan.add_item, (2026, draft())),
        (plan.update_item, (key, draft())),
        (plan.move_item, (other, -1)),
        (plan.duplicate_item, (key,)),
        (plan.remove_item, (other,)),
        (plan.rename, (plan_id, "新名称")),
        (plan.approve, (plan_id, "某人")),
        (undo.act, ()),
    ):
        assert "已批准" in refused(school, verb, *given_)
    assert "原因" in refused(school, plan.reopen, plan_id, "")
    undo = do(school, plan.reopen, plan_id, "县里要求增加一期")
    now = shown(school)
    assert (now.state, now.reopened_reason) == (PlanState.draft, "县里要求增加一期")
    assert (now.approved_by, now.approved_at) == ("", None)
    assert "草稿" in refused(school, plan.reopen, plan_id, "再来")
    take_back(school, undo)
    assert shown(school).state is PlanState.approved


def test_an_empty_plan_is_not_approved(school: Workspace) -> None:
    (key,) = add(school, 2026, draft())
    do(school, plan.remove_item, key)
    plan_id = shown(school).id
    assert "还没有班次" in refused(school, plan.approve, plan_id, "某人")


def test_last_years_plan_moves_on(school: Workspace, clock: FixedClock) -> None:
    teaching = Teaching(school)
    teaching.members(5)
    add(
        school,
        2026,
        draft("2026年全体党员轮训班", audience=Audience.everyone, heads=900, times="2026年5月"),
        draft("二〇二六年书记班", heads=30, times="12026号文件后"),
        draft("村医班", audience=Audience.other, audience_words="村医", heads=12),
    )
    do(school, plan.rename, shown(school).id, "2026年轮训计划表")
    clock.set_to(datetime(2026, 12, 28, 9))  # noqa: DTZ001
    assert shown(school, 2027).earlier
    made = do(school, plan.from_last_year, 2027)
    plan_id, undo = made.id, made.undo
    made = shown(school, 2027)
    assert (made.id, made.title, made.state) == (plan_id, "2027年轮训计划表", PlanState.draft)
    assert [(r.title, r.heads, r.times, r.month) for r in made.rows] == [
        ("2027年全体党员轮训班", 5, "2027年5月", 5),
        ("二〇二七年书记班", 0, "12026号文件后", None),
        ("村医班", 12, "3月中旬", 3),
    ]
    assert "已有班次" in refused(school, plan.from_last_year, 2027)
    take_back(school, undo)
    assert shown(school, 2027).rows == ()
    do(school, plan.from_last_year, 2027)
    assert "没有轮训计划可以沿用" in refused(school, plan.from_last_year, 2030)


@pytest.mark.parametrize(
    ("words", "months", "month"),
    [
        ("3月中旬", (3, 3), 3),
        ("3—5月", (3, 5), 3),
        ("3月至5月", (3, 5), 3),
        ("11月份", (11, 11), 11),
        ("12月", (12, 12), 12),
        ("十一月上旬", (11, 11), 11),
        ("三月", (3, 3), 3),
        ("2026年6月10日—12日", (6, 6), 6),
        ("2026.06.10", (6, 6), 6),
        ("上半年", (1, 6), None),
        ("第三季度", (7, 9), None),
        ("4、10月", (4, 10), None),
        ("全年", (1, 12), None),
        ("农闲时", None, None),
        ("", None, None),
        ("13月", None, None),
    ],
)
def test_months_that_words_name(
    words: str, months: tuple[int, int] | None, month: int | None
) -> None:
    assert (months_of(words), month_of(words)) == (months, month)


@given(st.text(max_size=20))
def test_any_words_have_months_or_none(words: str) -> None:
    months = months_of(words)
    assert months is None or 1 <= months[0] <= months[1] <= 12
    assert month_of(words) in (None, months and months[0])


def test_years_move_on_only_where_they_are_years() -> None:
    assert with_year("2026年2026期、120261号", 2026, 2027) == "2027年2027期、120261号"
    assert with_year("二○二六年", 2026, 2030) == "二○三○年"


@pytest.mark.parametrize(
    ("words", "audience"),
    [
        ("全体党员", Audience.everyone),
        ("全镇党员", Audience.everyone),
        ("党员", Audience.everyone),
        ("各党支部党员", Audience.everyone),
        ("农村党员", Audience.other),
        ("村、社区党组织书记", Audience.secretaries),
        ("党支部书记和委员", Audience.committee),
        ("支部班子成员", Audience.committee),
        ("新任党支部书记", Audience.new_secretaries),
        ("新当选的村党支部书记", Audience.new_secretaries),
        ("预备党员", Audience.probationary),
        ("新转正党员", Audience.new_full),
        ("预备党员和新转正党员", Audience.other),
        ("流动党员", Audience.floating),
        ("书记和党员", Audience.other),
        ("第一书记", Audience.other),
        ("村“两委”干部", Audience.other),
        ("入党积极分子", Audience.other),
        ("党务工作者", Audience.other),
        ("", Audience.other),
    ],
)
def test_a_rule_only_where_the_words_are_beyond_doubt(words: str, audience: Audience) -> None:
    assert audience_of(words) is audience


def todos(space: Workspace) -> list[tuple[str, object]]:
    with space.read() as session:
        return [(todo.title, todo.target) for todo in plan.todos(session)]


def test_to_dos_of_november_and_december(school: Workspace, clock: FixedClock) -> None:
    clock.set_to(datetime(2026, 10, 31, 9))  # noqa: DTZ001
    assert todos(school) == []
    clock.set_to(datetime(2026, 11, 1, 9))  # noqa: DTZ001
    assert todos(school) == [], "a school without members has nobody to rotate"
    with school.write("test") as session:
        person(session, branch(session))
    assert todos(school) == [("2027 年轮训计划还没做", 2027)]
    with school.read() as session:
        (early,) = plan.todos(session)
    clock.set_to(datetime(2026, 12, 1, 9))  # noqa: DTZ001
    with school.read() as session:
        (late,) = plan.todos(session)
    assert late.urgency < early.urgency
    (key,) = add(school, 2027, draft())
    assert todos(school) == []
    do(school, plan.remove_item, key)
    assert todos(school) == [("2027 年轮训计划还没做", 2027)], "an empty plan is none"


def test_to_dos_of_a_draft_and_of_this_month(school: Workspace, clock: FixedClock) -> None:
    clock.set_to(datetime(2026, 3, 2, 9))  # noqa: DTZ001
    march, _ = add(school, 2026, draft(), draft("下半年班", times="10月"))
    unmade = ("本月有 1 个轮训班次还没建班", march)
    unapproved = ("2026 年轮训计划还是草稿", 2026)
    assert todos(school) == [unmade, unapproved]
    made = class_of(school, march)
    assert todos(school) == [unapproved]
    with school.write("test.cancel") as session:
        session.require(TrainingClass, made).state = ClassState.cancelled
    assert len(todos(school)) == 2
    plan_id = approved(school)
    assert todos(school) == [unmade]
    do(school, plan.reopen, plan_id, "加一期")
    with school.read() as session:
        assert "加一期" in plan.todos(session)[-1].note


def test_items_are_found_by_the_search(school: Workspace) -> None:
    (key,) = add(school, 2026, draft("新任书记示范班"))
    with school.read() as session:
        index = search.index(session, ())
    (found,) = [thing for thing in index.find("xrsj").things if thing.page == "plan"]
    assert (found.title, found.target) == ("新任书记示范班", key)


def test_another_owners_plan_is_not_ours(school: Workspace) -> None:
    with school.read() as session, pytest.raises(DeskError):
        plan.item(session, UUID(int=1))
