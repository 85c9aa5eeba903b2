"""The order form (培训订单): one A4 page for each order, to be signed by both sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.core.days import day_words
from services.core.paper import fonts
from services.core.paper.declared import Paper, at_once
from services.core.paper.fonts import Face
from services.core.paper.sheet import CAP, MM, OFFICIAL, PADDING, POINT, Area, PaperSheet
from services.core.paper.wrap import wrap
from services.core.session import WorkSession
from services.order.details import OrderDetail, detail
from services.order.queries import OrderRow
from services.order.rules import OrderState
from services.school import own

LABEL = 28.0
ROW, PLACED, NOTE, SIGNED = 10.0, 16.0, 28.0, 30.0
SIZE = 12.0
SIZES = (12.0, 10.5, 9.0)
"""Of words that may be long: the first in which all of them fit is taken."""
LEADING = 1.35
HALF = OFFICIAL.width / 2
BOX = 3.6
DATE = "＿＿＿＿年＿＿月＿＿日"
MOST_DAYS = 4
ANSWERED = {
    OrderState.accepted: True,
    OrderState.scheduled: True,
    OrderState.delivered: True,
    OrderState.confirmed: True,
    OrderState.rejected: False,
}


@dataclass(frozen=True)
class OrderPaper:
    """What one form says. `accepted` is None where it was not answered yet; `placed` says
    which class it is held in, empty for none yet."""

    school: str
    number: str
    made_on: date
    channel: str
    asker: str
    contact: str
    phone: str
    what: str
    heads: int
    wish: str
    place: str
    note: str
    accepted: bool | None
    reason: str
    placed: str


def papers(session: WorkSession, order_ids: Sequence[UUID]) -> tuple[OrderPaper, ...]:
    """The forms of these orders, in their order. Raises NotFound."""
    school = own(session).name
    return tuple(_paper(school, detail(session, key)) for key in order_ids)


def missing(contents: Sequence[OrderPaper]) -> tuple[str, ...]:
    """Characters that no font has; they are printed as 〓."""
    used = "".join(
        f"{one.school}{one.asker}{one.contact}{one.what}{one.place}{one.note}{one.reason}"
        f"{one.placed}"
        for one in contents
    )
    return fonts.missing(used)


def render(contents: Sequence[OrderPaper]) -> bytes:
    """The forms as PDF, a page each."""
    title = f"培训订单 {contents[0].number}" if len(contents) == 1 else "培训订单"
    sheet = PaperSheet(title)
    for number, content in enumerate(contents):
        if number:
            sheet.next_page()
        _draw(sheet, content)
    return sheet.done()


def _paper(school: str, shown: OrderDetail) -> OrderPaper:
    row = shown.row
    return OrderPaper(
        school=school,
        number=row.number,
        made_on=row.made_on,
        channel=row.channel.word,
        asker=row.asker,
        contact=row.contact,
        phone=row.phone,
        what=row.what,
        heads=row.heads,
        wish=row.wish,
        place=row.place,
        note=row.note,
        accepted=ANSWERED.get(row.state),
        reason=row.state_reason if row.state is OrderState.rejected else "",
        placed=_placed_words(row, shown),
    )


def _placed_words(row: OrderRow, shown: OrderDetail) -> str:
    if row.class_id is None:
        return ""
    days = dict.fromkeys(one.starts_at.date() for one in shown.lessons)
    said = "、".join(f"{day.month}月{day.day}日" for day in list(days)[:MOST_DAYS])
    more = f"等 {len(days)} 天" if len(days) > MOST_DAYS else ""
    when = f"，{said}{more}上课" if said else "，上课时间另行通知"
    return f"已排入“{row.class_title}”{when}。"


def _draw(sheet: PaperSheet, content: OrderPaper) -> None:
    area = OFFICIAL
    sheet.text(area.middle, area.top + 6, "培 训 订 单", face=Face.bold, size=22, align="center")
    sheet.text(area.left, area.top + 17, f"受理单位：{content.school}", size=SIZE)
    sheet.text(area.right, area.top + 17, f"编号：{content.number}", size=SIZE, align="right")
    top = area.top + 20
    top = _wide(sheet, top, ROW, "点单单位", content.asker)
    top = _pair(sheet, top, ("联系人", content.contact), ("联系电话", content.phone))
    top = _wide(sheet, top, ROW + 3, "培训内容", content.what, face=Face.hei)
    top = _pair(sheet, top, ("培训人数", f"{content.heads} 人"), ("接单渠道", content.channel))
    top = _wide(sheet, top, ROW, "期望时间", _when(content.wish))
    top = _wide(sheet, top, ROW, "培训地点", content.place)
    top = _wide(sheet, top, NOTE, "备注", content.note)
    top = _signed(sheet, top, "点单单位\n意见", (), "负责人（签字、盖章）")
    top = _answer(sheet, top, content)
    top = _wide(sheet, top, PLACED, "排班情况", content.placed)
    held = ("已于＿＿＿＿年＿＿月＿＿日送学，实到＿＿＿人。",)
    top = _signed(sheet, top, "送学确认", held, "点单单位（签字）")
    made = f"登记日期：{day_words(content.made_on)}"
    sheet.text(area.left, top + 7, made, size=10.5)
    sheet.text(area.right, top + 7, "本单一式两份，双方各执一份。", size=10.5, align="right")


def _when(wish: str) -> str:
    return "时间待定（意向）" if wish == "意向" else wish


def _pair(sheet: PaperSheet, top: float, first: tuple[str, str], second: tuple[str, str]) -> float:
    left = OFFICIAL.left
    widths = [LABEL, HALF - LABEL, LABEL, HALF - LABEL]
    sheet.grid(Area(left, top, OFFICIAL.width, ROW), widths, [ROW])
    for number, (words, value) in enumerate((first, second)):
        x = left + number * HALF
        _label(sheet, Area(x, top, LABEL, ROW), words)
        cell = Area(x + LABEL, top, HALF - LABEL, ROW)
        sheet.cell(cell, value, size=SIZE, align="left")
    return top + ROW


def _wide(
    sheet: PaperSheet, top: float, height: float, words: str, value: str, *, face: Face = Face.song
) -> float:
    """A row of one field, over as many lines as its words need."""
    _frame(sheet, top, height, words)
    left = OFFICIAL.left + LABEL + PADDING
    most = (OFFICIAL.width - LABEL - 2 * PADDING) * MM
    for size in SIZES:
        lines = wrap(value, face, size, most)
        step = size * LEADING * POINT
        if len(lines) * step <= height - PADDING:
            break
    base = top + (height - step * len(lines)) / 2 + step / 2 + size * CAP * POINT
    for number, line in enumerate(lines):
        sheet.text(left, base + number * step, line, face=face, size=size)
    return top + height


def _answer(sheet: PaperSheet, top: float, content: OrderPaper) -> float:
    """Accepted or not, ticked where the program knows, else to tick by hand."""
    bottom = _signed(sheet, top, "受理意见", (), "经办人（签字、盖章）")
    x, base = OFFICIAL.left + LABEL + 5, top + 9.5
    sheet.square(x, base, BOX, ticked=content.accepted is True)
    sheet.text(x + 5.5, base, "受理", size=SIZE)
    sheet.square(x + 22, base, BOX, ticked=content.accepted is False)
    sheet.text(x + 27.5, base, "不受理，原因：", size=SIZE)
    room = Area(x + 54, top + 3.2, OFFICIAL.right - x - 56, 9)
    if content.reason:
        sheet.cell(room, content.reason, size=SIZE, align="left")
    else:
        sheet.line(room.left, base + 1, room.right - 3, base + 1)
    return bottom


def _signed(
    sheet: PaperSheet, top: float, words: str, lines: Sequence[str], signature: str
) -> float:
    """A field with room for what is written and stamped, and a signature with its day."""
    _frame(sheet, top, SIGNED, words)
    left = OFFICIAL.left + LABEL + 5
    for number, line in enumerate(lines):
        sheet.text(left, top + 9.5 + number * 7, line, size=SIZE)
    sheet.text(left, top + SIGNED - 5, f"{signature}：", size=SIZE)
    sheet.text(OFFICIAL.right - 5, top + SIGNED - 5, DATE, size=SIZE, align="right")
    return top + SIGNED


def _frame(sheet: PaperSheet, top: float, height: float, words: str) -> None:
    area = Area(OFFICIAL.left, top, OFFICIAL.width, height)
    sheet.grid(area, [LABEL, OFFICIAL.width - LABEL], [height])
    _label(sheet, Area(OFFICIAL.left, top, LABEL, height), words)


def _label(sheet: PaperSheet, area: Area, words: str) -> None:
    """In the middle of its cell, in as many lines as it was given."""
    lines = words.split("\n")
    height = 6.0
    top = area.top + (area.height - height * len(lines)) / 2
    for number, line in enumerate(lines):
        cell = Area(area.left, top + number * height, area.width, height)
        sheet.cell(cell, line, face=Face.hei, size=SIZE)


FORM = Paper(
    key="order.form",
    words="培训订单",
    content=papers,
    render=at_once(render),
    missing=missing,
    name=lambda contents, _order_ids: (
        f"培训订单-{contents[0].number if len(contents) == 1 else f'{len(contents)}个'}"
    ),
    verb="order.print",
    noted=lambda _contents, order_ids: {"ids": [str(key) for key in order_ids]},
)
