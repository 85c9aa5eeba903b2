"""The lists of the inbox: files taken in, figures, and what a file would change."""

from services.core.workspace import Workspace
from services.exchange import TableChange, TakenRow
from ui.core.table import Column
from ui.exchange.words import moment_words, number_words

Figure = tuple[str, str]
FIGURES = (
    Column[Figure]("指标", 0, lambda r: r[0]),
    Column[Figure]("数值", 120, lambda r: r[1], right=True, bold=True, firm=True),
)
CHANGES = (
    Column[TableChange]("记录", 0, lambda r: r.words),
    Column[TableChange]("新增", 72, lambda r: f"{r.new:,}", lambda r: r.new, right=True),
    Column[TableChange]("更改", 72, lambda r: f"{r.changed:,}", lambda r: r.changed, right=True),
    Column[TableChange](
        "去掉",
        72,
        lambda r: f"{r.removed:,}",
        lambda r: r.removed,
        right=True,
        ink=lambda r: "red" if r.removed else "",
    ),
)


def kind_words(row: TakenRow) -> str:
    return "已退回" if row.held_for else row.kind.word


def taken_columns(workspace: Workspace) -> tuple[Column[TakenRow], ...]:
    return (
        Column("学校", 0, lambda r: r.sender_name, bold=True),
        Column(
            "种类",
            88,
            kind_words,
            tone=lambda r: "red" if r.held_for else r.kind.tone,
            firm=True,
        ),
        Column("月份", 82, lambda r: r.period),
        Column("编号", 58, lambda r: number_words(r.sequence), lambda r: r.sequence),
        Column("收取", 134, lambda r: moment_words(workspace, r.taken_at), firm=True),
    )
