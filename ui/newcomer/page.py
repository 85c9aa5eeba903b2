"""新任和新党员: who is new, and by which day their first training is due."""

from collections.abc import Sequence
from typing import Any

from services import newcomer
from services.core.session import WorkSession
from services.newcomer import NewcomerRow, Newcomers, NewState
from ui.core import keys
from ui.core.acts import act
from ui.core.detail_card import DetailCard, Fact
from ui.core.list_page import Empty, Listed, ListPage
from ui.core.narrowing import Pick, Pills
from ui.core.rows import Column

TRAINED = (NewState.done, NewState.done_late)
RULE = "新任书记半年内、预备期内、转正后一年内，各至少参加一次集中培训。"


def _trained(one: NewcomerRow) -> str:
    return "" if one.trained_on is None else str(one.trained_on)


def _is_chosen(page: "NewcomerPage") -> bool:
    return page.current is not None


NEWCOMERS: tuple[Column[NewcomerRow], ...] = (
    Column("姓名", 0, lambda one: one.name, lambda one: one.pinyin, bold=True),
    Column("党支部", 150, lambda one: one.branch, spare=True),
    Column("类别", 104, lambda one: one.kind.word, firm=True),
    Column("从", 104, lambda one: one.since, spare=True),
    Column("期限", 110, lambda one: str(one.due), lambda one: one.due, firm=True),
    Column("已培训", 110, _trained, spare=True),
    Column(
        "状态",
        112,
        lambda one: one.state.word,
        lambda one: list(NewState).index(one.state),
        tone=lambda one: one.state.tone,
        firm=True,
    ),
)


class NewcomerPage(ListPage[NewcomerRow]):
    """Nothing in it can be changed in place: the dates are those of the person."""

    key = "newcomer"
    title = "新任和新党员"
    help = (
        f"{RULE}\n"
        "日期取自学员资料：任职、入党和转正日期；只写到年月的，从那个月的最后一天算起。"
        "减免学时的人不列。签到的课和上级调训都算。"
    )
    columns = NEWCOMERS
    filters = (
        Pills(
            "newcomer-state",
            lambda one: one.state.word,
            {state.word: state.tone for state in NewState},
        ),
        Pick("newcomer-kind", lambda one: one.kind.word, "全部类别"),
        Pick("newcomer-branch", lambda one: one.branch, "全部支部"),
    )
    listed = "新任和新党员"
    unit = "人次"
    find_hint = "姓名、支部"
    opens = "newcomer-member"
    empty = Empty(
        "没有新任书记和新党员",
        f"{RULE}学员资料里有任职、入党或转正日期的，会列在这里。",
        ("newcomer-members",),
    )

    def read(self, session: WorkSession) -> Listed[NewcomerRow]:
        found = newcomer.newcomers(session)
        return Listed(found.rows, found)

    def took(self, more: Any) -> None:
        self._found: Newcomers = more

    def texts(self, row: NewcomerRow) -> Sequence[str]:
        return row.name, row.branch

    def subtitle(self, in_use: Sequence[NewcomerRow]) -> str:
        open_ = sum(one.state not in TRAINED for one in in_use)
        words = f"{len(in_use):,} 人次，{open_:,} 人次还没培训"
        if self._found.undated_secretaries:
            words += f"；{self._found.undated_secretaries:,} 名书记没有任职日期"
        if self._found.undated_members:
            words += f"；{self._found.undated_members:,} 名新党员没有入党或转正日期"
        return words

    def make_card(self) -> DetailCard[NewcomerRow]:
        card: DetailCard[NewcomerRow] = DetailCard(
            self,
            title=lambda one: one.name,
            about=lambda one: f"{one.branch} · {one.kind.word}",
            state=lambda one: (one.state.word, one.state.tone),
            acts=("newcomer-member",),
            ends=(),
        )
        card.add_facts(
            [
                Fact("从", lambda one: one.since),
                Fact("期限", lambda one: str(one.due)),
                Fact("已培训", _trained),
            ]
        )
        return card

    @act("newcomer-member", "看这个人", keys.OPEN, when=_is_chosen, menu=True)
    def open_member(self) -> None:
        if (shown := self.current) is not None:
            self.desk.go("member", shown.member_id)

    @act("newcomer-members", "看学员", find=False)
    def open_members(self) -> None:
        self.desk.go("member", None)
