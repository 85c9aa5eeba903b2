"""The columns of the lists of packages and of stages."""

from services.core.text import plain
from services.package import PackageRow, StageRow
from services.package.paper import way_words
from ui.core.table import Column

RETIRED = "（已停用）"


def _ink(one: PackageRow) -> str:
    return "ink_faint" if one.retired else ""


def _state(one: PackageRow) -> str:
    return f"{one.flawed} 处停用" if one.flawed and not one.retired else ""


PACKAGES: tuple[Column[PackageRow], ...] = (
    Column("编码", 88, lambda r: r.code, faint=True, firm=True, spare=True),
    Column("套餐", 0, lambda r: r.title + (RETIRED if r.retired else ""), bold=True, ink=_ink),
    Column("类别", 84, lambda r: r.kind, firm=True),
    Column(
        "环节", 54, lambda r: str(r.stages), lambda r: r.stages, right=True, firm=True,
        value=lambda r: r.stages,
    ),
    Column(
        "学时", 58, lambda r: plain(r.hours), lambda r: r.hours, right=True, firm=True,
        value=lambda r: r.hours,
    ),
    Column(
        "须改", 88, _state, lambda r: r.flawed, tone=lambda r: "amber" if _state(r) else "",
        spare=True,
    ),
    Column("基地", 200, lambda r: "、".join(r.bases), extra=True),
    Column("适用对象", 120, lambda r: r.audience, extra=True),
    Column("说明", 200, lambda r: r.note, extra=True),
)  # fmt: skip
STAGES: tuple[Column[StageRow], ...] = (
    Column("", 30, lambda r: str(r.position), faint=True, firm=True),
    Column("内容", 0, lambda r: r.title, bold=True),
    Column("地点", 138, lambda r: r.site or "课堂"),
    Column("学时", 52, lambda r: plain(r.hours), right=True, firm=True),
    Column("路上", 92, way_words, faint=True, firm=True),
    Column("须改", 96, lambda r: r.flaw, tone=lambda r: "amber" if r.flaw else "", spare=True),
)
FLAW = 5
"""Where 须改 stands among the columns of stages."""
