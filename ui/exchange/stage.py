"""Where a month's bundle stands, and the one step that comes next."""

from dataclasses import dataclass
from enum import Enum

from services.exchange import BundleState, CheckLine, PeerRow, SentRow
from services.report import MonthReport

STEPS = ("核对", "审阅", "签发", "写入 U 盘", "收回执")


class Action(Enum):
    """What the red button does."""

    enrol = "enrol"
    keyset = "keyset"
    mend = "mend"
    approve = "approve"
    write = "write"
    receipt = "receipt"
    nothing = "nothing"


@dataclass(frozen=True)
class ExchangeShown:
    """Everything on the page, read in one transaction.

    `sent` is the month's bundle, `before` the newest one of an earlier month, `enrol` the newest
    introduction to the county, `approved_by` who approved last.
    """

    year: int
    month: int
    school_name: str
    county_name: str
    county: PeerRow | None
    enrol: SentRow | None
    sent: SentRow | None
    before: SentRow | None
    approved_by: str
    report: MonthReport
    checks: tuple[CheckLine, ...]

    @property
    def stops(self) -> tuple[CheckLine, ...]:
        return tuple(line for line in self.checks if line.tone == "stop")


@dataclass(frozen=True)
class NextStep:
    """`step` counts from 0 in STEPS; `len(STEPS)` is done. `note` says what the state means."""

    step: int
    action: Action
    words: str
    note: str


def next_step(shown: ExchangeShown) -> NextStep:
    """Decide by the county's key, the bundle's state, then the findings."""
    if shown.county is None:
        return _first_contact(shown)
    state = shown.sent.state if shown.sent is not None else BundleState.drafted
    if state is BundleState.approved:
        return NextStep(3, Action.write, "写入 U 盘…", "已签发，还没有写入 U 盘。")
    if state is BundleState.written:
        return NextStep(
            4, Action.receipt, "导入回执…", "已写入 U 盘，县里的回执带回来后在这里导入。"
        )
    if state is BundleState.delivered:
        return NextStep(len(STEPS), Action.nothing, "", "县里已签收，本月报送完成。")
    if shown.stops:
        return NextStep(0, Action.mend, "去处理", f"还不能签发：{shown.stops[0].text}")
    if state is BundleState.held:
        note = shown.sent.note if shown.sent is not None else ""
        return NextStep(1, Action.approve, "更正后重新签发", f"县里退回：{note}")
    return NextStep(1, Action.approve, "提交负责人签发", "请负责人看过左边的月报再签发。")


def _first_contact(shown: ExchangeShown) -> NextStep:
    if shown.enrol is None or shown.enrol.written_at is None:
        return NextStep(
            0,
            Action.enrol,
            "生成登记文件…",
            "第一次报送前要与县里互换公钥：登记文件写入 U 盘，公钥卡打印在纸上，一起交到县里。",
        )
    return NextStep(
        0,
        Action.keyset,
        "导入县级公钥…",
        "登记文件已写出。县里核对后会给一个公钥文件，带回来在这里导入。",
    )
