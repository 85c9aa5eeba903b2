"""The sheet of a package (套餐单): one page with its stages, the ways between, the bases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.core.days import day_words
from services.core.paper import fonts, table
from services.core.paper.declared import Paper, at_once
from services.core.paper.fonts import Face
from services.core.paper.sheet import GREY, OFFICIAL, Area, PaperSheet
from services.core.paper.table import PaperColumn
from services.core.session import WorkSession
from services.core.settings import MINUTES_PER_HOUR
from services.core.text import plain
from services.package.queries import PackageDetail, StageRow, detail
from services.school import own

COLUMNS = (
    PaperColumn("序号", 10, size=10),
    PaperColumn("内容", 44, "left", 10),
    PaperColumn("形式", 17, size=9),
    PaperColumn("地点", 32, "left", 10),
    PaperColumn("学时", 11, size=10),
    PaperColumn("时长", 19, size=9),
    PaperColumn("路上", 23, size=9),
)
BASES = (
    PaperColumn("基地", 38, "left", 10),
    PaperColumn("地址", 42, "left", 9),
    PaperColumn("开放时间", 34, "left", 9),
    PaperColumn("负责人", 18, size=10),
    PaperColumn("电话", 24, size=9),
)
ROW, BASE_ROW, HEAD = 10.5, 9.0, 8.0
MANY, LOW_ROW, LOW_BASE_ROW = 5, 9.0, 7.5
"""More stages than this get lower rows, so that the sheet stays one page."""


@dataclass(frozen=True)
class PackageSheet:
    """`minutes` is how long one 学时 takes, by the settings of the year."""

    package: PackageDetail
    school: str
    minutes: int
    printed_on: date


def sheet_of(session: WorkSession, package_id: UUID) -> PackageSheet:
    """Everything on the sheet. Raises NotFound."""
    today = session.today()
    minutes = MINUTES_PER_HOUR.get(session, today.year)
    return PackageSheet(detail(session, package_id), own(session).name, minutes, today)


def missing(content: PackageSheet) -> tuple[str, ...]:
    """Characters that no font has; they are printed as 〓."""
    shown = content.package
    rows = [*(_stage(stage, content.minutes) for stage in shown.stages), *_bases(shown)]
    words = "".join("".join(row) for row in rows)
    return fonts.missing(shown.title + shown.audience + shown.note + content.school + words)


def render(content: PackageSheet) -> bytes:
    """The sheet as PDF, always one page; the same content gives the same bytes."""
    shown = content.package
    sheet = PaperSheet(f"套餐单 {shown.code}")
    left, middle, y = OFFICIAL.left, OFFICIAL.middle, OFFICIAL.top
    title = Area(left, y - 8, OFFICIAL.width, 12)
    sheet.cell(title, shown.title, face=Face.bold, size=20)
    sheet.text(middle, y + 9, "课堂 + 基地 套餐单", face=Face.kai, size=13, align="center")
    y += 19
    for line in _facts(shown):
        y = sheet.paragraph(left, y, line, OFFICIAL.width, size=11) + 6.5
    many = len(shown.stages) > MANY
    height, base_height = (LOW_ROW, LOW_BASE_ROW) if many else (ROW, BASE_ROW)
    stages = [_stage(one, content.minutes) for one in shown.stages]
    y = _table(sheet, y - 2, COLUMNS, stages, height)
    if rows := _bases(shown):
        y += 9
        sheet.text(left, y, "基地和联系人", face=Face.hei, size=12)
        y = _table(sheet, y + 3, BASES, rows, base_height)
    hint = f"一学时按 {content.minutes} 分钟；路上时间是估计，出发前请再与负责人联系。"
    sheet.text(left, y + 6, hint, size=9, color=GREY)
    if shown.note:
        sheet.paragraph(left, y + 14, f"说明：{shown.note}", OFFICIAL.width, size=10.5)
    foot = f"{content.school}　{day_words(content.printed_on)}"
    sheet.text(OFFICIAL.right, OFFICIAL.bottom + 6, foot, size=11, align="right")
    return sheet.done()


def length(hours: Decimal, minutes: int) -> str:
    """How long so many 学时 take: 45 分钟, 3 小时, 1 小时 30 分."""
    whole, rest = divmod(int(hours * minutes), 60)
    if not whole:
        return f"{rest} 分钟"
    return f"{whole} 小时 {rest} 分" if rest else f"{whole} 小时"


def way_words(stage: StageRow) -> str:
    """From the stage before: 约 35 分钟, 同一处, 路程没填; empty for the first."""
    if stage.position == 1:
        return ""
    if stage.travel is None:
        return "路程没填" if stage.site_id is not None else ""
    return f"约 {stage.travel} 分钟" if stage.travel else "同一处"


def _facts(shown: PackageDetail) -> list[str]:
    first = f"编码：{shown.code}　　类别：{shown.kind}　　共 {len(shown.stages)} 个环节，"
    lines = [f"{first}{plain(shown.hours)} 学时"]
    if shown.audience:
        lines.append(f"适用对象：{shown.audience}")
    return lines


def _stage(stage: StageRow, minutes: int) -> tuple[str, ...]:
    title = f"{stage.title}（{stage.flaw}）" if stage.flaw else stage.title
    return (
        str(stage.position),
        title,
        stage.form,
        stage.site or "课堂",
        plain(stage.hours),
        length(stage.hours, minutes),
        way_words(stage),
    )


def _bases(shown: PackageDetail) -> list[tuple[str, ...]]:
    """Each site once, in the order of the visits."""
    found = {stage.site_id: stage for stage in shown.stages if stage.site_id is not None}
    return [(one.site, one.address, one.opening, one.keeper, one.phone) for one in found.values()]


def _table(
    sheet: PaperSheet,
    top: float,
    columns: Sequence[PaperColumn],
    rows: list[tuple[str, ...]],
    height: float,
) -> float:
    left = OFFICIAL.left
    return table.draw(sheet, left, top, columns, rows, row_height=height, head_height=HEAD)


SHEET = Paper(
    key="package.sheet",
    words="套餐单",
    content=sheet_of,
    render=at_once(render),
    missing=missing,
    name=lambda content, _package_id: f"套餐单-{content.package.title}",
    verb="package.print",  # it holds the keepers' numbers
    noted=lambda _content, package_id: {"id": str(package_id)},
)
