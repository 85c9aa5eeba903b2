"""The columns of the list of those just signed in."""

from services.sign_in import METHOD_LABELS, STATUS_LABELS, RecentRow
from ui.core.table import Column
from ui.sign_in.entry import STATUS_TONES

RECENT_COLUMNS: tuple[Column[RecentRow], ...] = (
    Column("时间", 110, lambda r: f"{r.recorded_at:%H:%M:%S}"),
    Column("姓名", 120, lambda r: r.name, bold=True),
    Column(
        "同名",
        96,
        lambda r: f"同名 {r.namesakes} 人" if r.namesakes > 1 else "",
        tone=lambda _: "amber",
    ),
    Column("支部", 0, lambda r: r.branch),
    Column(
        "状态",
        90,
        lambda r: "补名" if r.walk_in else STATUS_LABELS[r.status],
        tone=lambda r: "blue" if r.walk_in else STATUS_TONES[r.status],
    ),
    Column("方式", 80, lambda r: METHOD_LABELS[r.method]),
    Column("", 70, lambda _: "撤销", faint=True),
)
