"""The list of dispatches."""

from services.core.workspace import Workspace
from services.dispatch import DispatchRow, DispatchState
from ui.core.table import Column
from ui.exchange.words import moment_words


def issued_words(workspace: Workspace, row: DispatchRow) -> str:
    """When the file was made that told the school; that something is still untold."""
    if row.issued_at is None:
        return "还没有下发"
    return "有变动未下发" if row.pending else moment_words(workspace, row.issued_at)


def dispatch_columns(workspace: Workspace) -> tuple[Column[DispatchRow], ...]:
    return (
        Column("编号", 136, lambda r: r.number, firm=True, spare=True),
        Column("学校", 112, lambda r: r.school),
        Column("主题", 0, lambda r: r.draft.topic, bold=True),
        Column(
            "人数",
            52,
            lambda r: f"{r.draft.heads}",
            lambda r: r.draft.heads,
            right=True,
            value=lambda r: r.draft.heads,
        ),
        Column(
            "希望时间",
            118,
            lambda r: r.when_short,
            lambda r: str(r.draft.wished_from or "9999"),
            firm=True,
            value=lambda r: r.when,
        ),
        Column(
            "状态",
            88,
            lambda r: r.state.word,
            lambda r: list(DispatchState).index(r.state),
            tone=lambda r: r.state.tone,
            firm=True,
        ),
        Column(
            "下发",
            124,
            lambda r: issued_words(workspace, r),
            lambda r: str(r.issued_at or ""),
            ink=lambda r: "amber" if r.pending else "",
            extra=True,
        ),
        Column("地点", 120, lambda r: r.draft.place, extra=True),
        Column("联系人", 80, lambda r: r.draft.contact, extra=True),
        Column("学校订单", 136, lambda r: r.order_number, extra=True),
        Column("原因", 160, lambda r: r.reason, extra=True),
        Column("备注", 160, lambda r: r.draft.note, extra=True),
    )
