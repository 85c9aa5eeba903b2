"""Packages: stages in order, hours, ways between them, what is out of use, the printed sheet."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from services import course, home, package, search, site
from services.core import settings
from services.core.errors import BadInput, NotFound, Refused
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.package import PackageDetail, PackageDraft, StageDraft, paper
from services.site import SiteKind
from tests.helpers.examples import examples
from tests.helpers.pdf import pages
from tests.helpers.teaching import Teaching


class Packages(Teaching):
    """A school with two bases, for packages."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        with workspace.write("site.create") as session:
            hall = site.SiteDraft(
                "羊山战役纪念馆",
                SiteKind.teaching_base,
                address="羊山镇",
                keeper="周主任",
                phone="13805370001",
                opening="周二至周日 9:00–16:30",
                other_use="纪念馆",
            )
            self.hall = site.create(session, hall).id
            self.farm = site.create(
                session, site.SiteDraft("大棚蔬菜基地", SiteKind.teaching_base)
            ).id

    def stages(self) -> tuple[StageDraft, ...]:
        return (
            StageDraft(self.opening),
            StageDraft(self.course, self.hall),
            StageDraft(self.course, self.farm, Decimal("1.5")),
        )

    def draft(self, code: str = "ZSTC01", **changed: object) -> PackageDraft:
        given: dict[str, object] = {
            "title": "红色传统一日行", "kind": "红色传统", "stages": self.stages(),
            "audience": "村支部书记", "note": "自带水杯。",
        }  # fmt: skip
        return PackageDraft(code, **(given | changed))  # type: ignore[arg-type]

    def make(self, code: str = "ZSTC01", **changed: object) -> UUID:
        with self.workspace.write("package.create") as session:
            return package.create(session, self.draft(code, **changed)).id

    def update(self, key: UUID, draft: PackageDraft) -> Undo:
        with self.workspace.write("package.update") as session:
            return package.update(session, key, draft)

    def take_back(self, undo: Undo) -> None:
        with self.workspace.write(undo.verb) as session:
            undo.act(session)

    def shown(self, key: UUID) -> PackageDetail:
        with self.workspace.read() as session:
            return package.detail(session, key)


@pytest.fixture
def school_(school: Workspace) -> Packages:
    return Packages(school)


def test_stages_keep_their_order_and_take_the_hours_of_the_course(school_: Packages) -> None:
    shown = school_.shown(school_.make())
    assert [(one.position, one.title, one.place, one.hours) for one in shown.stages] == [
        (1, "党的创新理论进基层", package.CLASS_ROOM, Decimal(4)),
        (2, "大棚蔬菜管护技术", "羊山战役纪念馆", Decimal("2.5")),
        (3, "大棚蔬菜管护技术", "大棚蔬菜基地", Decimal("1.5")),
    ]
    assert shown.hours == 8
    assert shown.flaws == ()
    with school_.workspace.read() as session:
        (row,) = package.list_all(session)
    assert (row.stages, row.hours, row.flawed) == (3, 8, 0)
    assert row.bases == ("羊山战役纪念馆", "大棚蔬菜基地")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"title": "　"}, "请填写名称"),
        ({"code": ""}, "请填写编码"),
        ({"kind": ""}, "请填写类别"),
        ({"kind": "很" * 13}, "类别不要超过 12 个字"),
        ({"note": "长" * 121}, "说明"),
        ({"stages": ()}, "还没有环节"),
    ],
)
def test_what_does_not_fit_is_refused(
    school_: Packages, changed: dict[str, object], told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        school_.make(**changed)
    with school_.workspace.read() as session:
        assert package.list_all(session) == ()


def test_too_many_stages_or_odd_hours_are_refused(school_: Packages) -> None:
    with pytest.raises(BadInput, match="最多 8 个环节"):
        school_.make(stages=(StageDraft(school_.course),) * 9)
    with pytest.raises(BadInput, match="学时"):
        school_.make(stages=(StageDraft(school_.course, None, Decimal("0.3")),))
    with pytest.raises(NotFound):
        school_.make(stages=(StageDraft(uuid4()),))


def test_a_code_is_used_once_also_after_retiring(school_: Packages) -> None:
    key = school_.make()
    with pytest.raises(Refused, match="已被另一个套餐使用"):
        school_.make()
    with school_.workspace.write("package.retire") as session:
        package.retire(session, key)
        assert package.next_code(session) == "ZSTC02"
    with pytest.raises(Refused, match="已停用的套餐"):
        school_.make()
    with school_.workspace.write("package.restore") as session:
        package.restore(session, key)
    with school_.workspace.read() as session:
        assert [row.id for row in package.list_all(session)] == [key]
        assert package.list_retired(session) == ()


def test_nothing_out_of_use_is_newly_chosen_but_what_was_there_may_stay(
    school_: Packages,
) -> None:
    key = school_.make()
    with school_.workspace.write("course.retire") as session:
        course.retire(session, school_.course)
    with pytest.raises(Refused, match="第 2 个环节的课程“大棚蔬菜管护技术”已停用"):
        school_.make("ZSTC02")
    school_.update(key, school_.draft(title="红色一日行"))
    shown = school_.shown(key)
    assert shown.title == "红色一日行"
    assert [one.flaw for one in shown.stages] == ["", "课程已停用", "课程已停用"]
    assert shown.flaws[0] == "环节 2“大棚蔬菜管护技术”：课程已停用"


def test_a_flawed_package_waits_on_the_home_page(school_: Packages) -> None:
    key = school_.make()
    space = school_.workspace
    with space.read() as session:
        assert package.todos(session) == []
    with space.write("package.retire") as session:
        package.retire(session, key)
        site.retire(session, school_.farm)
        assert package.todos(session) == []
        package.restore(session, key)
    assert [one.flaw for one in school_.shown(key).stages] == ["", "", "基地已停用"]
    with space.read() as session:
        (todo,) = (one for one in home.todos(session) if one.page == "package")
        assert home.waiting(session)["package"] == 1
    assert (todo.target, todo.title) == (key, "“红色传统一日行”里有停用的课程或基地")


def test_the_way_between_stages_is_told(school_: Packages) -> None:
    key = school_.make(stages=(*school_.stages(), StageDraft(school_.course, school_.farm)))
    assert [one.travel for one in school_.shown(key).stages] == [None, None, None, 0]
    with school_.workspace.write("site.set_travel") as session:
        site.set_travel(session, school_.hall, {school_.campus: 25, school_.farm: 40})
    assert [one.travel for one in school_.shown(key).stages] == [None, 25, 40, 0]
    with school_.workspace.write("site.create") as session:
        # Now nobody knows which campus.
        site.create(session, site.SiteDraft("东校区", SiteKind.main_campus))
    assert [one.travel for one in school_.shown(key).stages] == [None, None, 40, 0]


@hypothesis_settings(
    max_examples=examples(25),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(st.data())
def test_whatever_the_order_becomes_it_is_kept_and_can_be_taken_back(
    school_: Packages, data: st.DataObject
) -> None:
    one = st.builds(
        StageDraft,
        st.sampled_from([school_.opening, school_.course]),
        st.sampled_from([None, school_.hall, school_.farm]),
        st.integers(1, 48).map(lambda half: Decimal(half) / 2),
    )
    many = st.lists(one, min_size=1, max_size=8).map(tuple)
    with school_.workspace.read() as session:
        code = package.next_code(session)
    key = school_.make(code, stages=data.draw(many))
    before, wanted = school_.shown(key), data.draw(many)
    undo = school_.update(key, school_.draft(code, stages=wanted))
    after = school_.shown(key)
    kept = tuple(StageDraft(row.course_id, row.site_id, row.hours) for row in after.stages)
    assert kept == wanted
    assert [row.position for row in after.stages] == list(range(1, len(wanted) + 1))
    assert after.hours == sum(stage.hours or 0 for stage in wanted)
    school_.take_back(undo)
    assert school_.shown(key) == before


def test_a_change_cannot_be_taken_back_after_another(school_: Packages) -> None:
    key = school_.make()
    undo = school_.update(key, school_.draft(stages=school_.stages()[:2]))
    school_.update(key, school_.draft())  # the third stage is another row now
    with pytest.raises(Refused, match="又改过"):
        school_.take_back(undo)
    assert len(school_.shown(key).stages) == 3


def test_the_kinds_are_the_school_s_own_list(school_: Packages) -> None:
    space = school_.workspace
    with space.read() as session:
        assert len(package.kinds(session)) == 6
    with space.write("settings.change") as session:
        settings.change(session, {"package.kinds": "党性教育， 家风家训、党性教育;，"})
        assert package.kinds(session) == ("党性教育", "家风家训")
        settings.change(session, {"package.kinds": "、、"})
        assert len(package.kinds(session)) == 6


@pytest.mark.parametrize("text", ["红色传统", "hsct", "ZSTC01"])
def test_ctrl_k_finds_packages(school_: Packages, text: str) -> None:
    key = school_.make()
    with school_.workspace.read() as session:
        (first, *_) = search.index(session, ()).find(text).things
    assert (first.kind.word, first.page, first.target) == ("套餐", "package", key)


def test_ctrl_k_finds_sites_in_use(school_: Packages) -> None:
    with school_.workspace.write("site.retire") as session:
        site.retire(session, school_.farm)
    with school_.workspace.read() as session:
        index = search.index(session, ())
    (first,) = index.find("羊山").things
    assert (first.kind.word, first.note, first.page, first.target) == (
        "阵地", "现场教学基地", "site", school_.hall,
    )  # fmt: skip
    assert index.find("大棚蔬菜基地").things == ()


def sheet(school_: Packages, key: UUID) -> bytes:
    with school_.workspace.read() as session:
        return paper.render(paper.sheet_of(session, key))


def test_the_sheet_says_stages_times_bases_and_whom_to_call(school_: Packages) -> None:
    with school_.workspace.write("site.set_travel") as session:
        site.set_travel(session, school_.hall, {school_.farm: 40})
    key = school_.make()
    (text,) = pages(sheet(school_, key))
    for words in (
        "红色传统一日行", "ZSTC01", "共 3 个环节", "8 学时", "村支部书记", "党的创新理论进基层",
        "课堂", "羊山战役纪念馆", "3 小时", "1 小时 7 分", "约 40 分钟", "周主任", "13805370001",
        "9:00", "自带水杯", "仲山镇党校", "2026年11月23日",
    ):  # fmt: skip
        assert words in text, words
    assert sheet(school_, key) == sheet(school_, key)


def test_the_longest_package_is_one_page(school_: Packages) -> None:
    with school_.workspace.write("site.create") as session:
        long = [
            site.create(
                session,
                site.SiteDraft(
                    f"第{number}处{'很长的名字' * 7}",
                    SiteKind.teaching_base,
                    address="某" * 60,
                    keeper="负" * 20,
                    phone="053712345678",
                    opening="开" * 40,
                ),
            ).id
            for number in range(8)
        ]  # fmt: skip
    key = school_.make(
        title="长" * 40, audience="对" * 40, note="说" * 120,
        stages=tuple(StageDraft(school_.course, one) for one in long),
    )  # fmt: skip
    (text,) = pages(sheet(school_, key))
    assert "仲山镇党校" in text


def test_a_flaw_is_printed_and_a_rare_character_named(school_: Packages) -> None:
    key = school_.make(title="䲜\U000320f0村一日行")
    with school_.workspace.write("course.retire") as session:
        course.retire(session, school_.opening)
    (text,) = pages(sheet(school_, key))
    assert "课程已停用" in "".join(text.split())
    with school_.workspace.read() as session:
        assert paper.missing(paper.sheet_of(session, key)) == ("\U000320f0",)
