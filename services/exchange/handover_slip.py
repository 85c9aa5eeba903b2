"""The handover slip (移交清单): goes with the stick and is signed by both sides."""

from dataclasses import dataclass
from datetime import datetime

from services.core.errors import NotFound
from services.core.paper import fonts, table
from services.core.paper.declared import Paper, at_once
from services.core.paper.fonts import Face
from services.core.paper.sheet import OFFICIAL, Area, PaperSheet
from services.core.paper.table import PaperColumn
from services.core.session import WorkSession
from services.exchange.records import SentRow

LABEL, ROW = 30.0, 9.0
LINES_ROW, LINES_HEAD = 7.5, 8.5
FIRST_PAGE, OTHER_PAGE = 10, 24
COLUMNS = (PaperColumn("序号", 14), PaperColumn("内容", 96, align="left"), PaperColumn("数量", 46))
KIB = 1024


@dataclass(frozen=True)
class HandoverSlip:
    """`size` in bytes; `written_at` is local; `lines` are pairs of what and how many."""

    school: str
    county: str
    period: str
    sequence: int
    file_name: str
    size: int
    check_code: str
    written_at: datetime
    approved_by: str
    lines: tuple[tuple[str, str], ...]


def slip_of(
    session: WorkSession, school: str, sent: SentRow, lines: tuple[tuple[str, str], ...]
) -> HandoverSlip:
    """Of a bundle that was written. Raises NotFound for one that was not."""
    if sent.written_at is None:
        raise NotFound("数据包写入 U 盘后才有移交清单。")
    return HandoverSlip(
        school=school,
        county=sent.recipient_name,
        period=sent.period,
        sequence=sent.sequence,
        file_name=sent.file_name,
        size=sent.size,
        check_code=sent.check_code,
        written_at=session.local(sent.written_at),
        approved_by=sent.approved_by,
        lines=lines,
    )


def missing(content: HandoverSlip) -> tuple[str, ...]:
    """Characters that no font has; they are printed as 〓."""
    lines = "".join(what + count for what, count in content.lines)
    return fonts.missing(content.school + content.county + content.approved_by + lines)


def render(content: HandoverSlip) -> bytes:
    """The slip as PDF; the list goes on to further pages where it is long."""
    sheet, area = PaperSheet(f"移交清单 {content.file_name}"), OFFICIAL
    rows = [(str(n), what, count) for n, (what, count) in enumerate(content.lines, start=1)]
    pages = table.split(len(rows), FIRST_PAGE, OTHER_PAGE)
    for number, part in enumerate(pages, start=1):
        if number == 1:
            top = _draw_heading(sheet, content)
        else:
            sheet.next_page()
            sheet.text(area.left, area.top, f"{content.file_name}（续）", face=Face.hei)
            top = area.top + 4
        bottom = table.draw(
            sheet,
            area.left,
            top,
            COLUMNS,
            [rows[index] for index in part],
            row_height=LINES_ROW,
            head_height=LINES_HEAD,
        )
        if number == len(pages):
            _draw_signatures(sheet, bottom + 8)
        sheet.page_number(number, len(pages))
    return sheet.done()


def _draw_heading(sheet: PaperSheet, content: HandoverSlip) -> float:
    area = OFFICIAL
    sheet.text(
        area.middle,
        area.top + 4,
        "数据移交清单",
        face=Face.bold,
        size=22,
        align="center",
        spacing=3,
    )
    facts = (
        ("移交单位", content.school),
        ("接收单位", content.county),
        ("数据期次", f"{content.period}，第 {content.sequence} 号"),
        ("文 件 名", f"{content.file_name}（{_size(content.size)}）"),
        ("写出时间", f"{content.written_at:%Y年%m月%d日 %H:%M}"),
        ("签 发 人", content.approved_by),
        ("校 验 码", content.check_code),
    )
    top = area.top + 12
    heights = [ROW] * (len(facts) - 1) + [ROW + 4]
    sheet.grid(Area(area.left, top, area.width, sum(heights)), [LABEL, area.width - LABEL], heights)
    y = top
    for (words, value), height in zip(facts, heights, strict=True):
        sheet.cell(Area(area.left, y, LABEL, height), words, face=Face.hei, size=12)
        last = value is content.check_code
        sheet.cell(
            Area(area.left + LABEL, y, area.width - LABEL, height),
            value,
            face=Face.bold if last else Face.song,
            size=20 if last else 12,
            align="left",
        )
        y += height
    sheet.text(area.left, y + 8, "数据包所含内容", face=Face.bold, size=12)
    return y + 11


def _draw_signatures(sheet: PaperSheet, top: float) -> None:
    """The two sides, side by side, each with room for a signature and a seal."""
    area, height = OFFICIAL, 34.0
    wide = area.width / 2
    sheet.grid(Area(area.left, top, area.width, height), [wide, wide], [height])
    for number, side in enumerate(("移交人", "接收人")):
        left = area.left + wide * number + 5
        sheet.text(left, top + 10, f"{side}（签字）：", size=12)
        sheet.text(left, top + 29, "＿＿＿＿年＿＿月＿＿日＿＿时", size=12)
    note = "接收人请当场打开文件，或与移交单位通电话，核对校验码一致后签字。本清单一式两份。"
    sheet.text(area.left, top + height + 7, note, size=10.5)


def _size(size: int) -> str:
    if size < KIB * KIB:
        return f"{max(1, round(size / KIB))} KB"
    return f"{size / KIB / KIB:.1f} MB"


SLIP = Paper(
    key="exchange.slip",
    words="移交清单",
    content=slip_of,
    render=at_once(render),
    missing=missing,
    name=lambda content, *_: f"移交清单-{content.period}-{content.sequence:06d}",
    verb="exchange.print_slip",
)
