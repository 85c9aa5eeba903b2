"""The grid as a workbook: only the cells to fill in are open, and it knows itself again."""

from io import BytesIO
from typing import Any

from services.core.listing import text_of
from services.core.sheet_table import column_letters
from services.core.sheet_writer import FONT, RISKY
from services.menu import EntryRow
from services.order.grid.content import Form, GridLine
from services.order.rules import MOST_HEADS

NUMBER, NAME, HINT, FIRST = range(4)
"""Columns: running number, branch, what the program needs (hidden), the first course."""
TITLE, NOTE, CODE, COURSE, HOURS, MONTHS, PLACES, MARKS, BODY = range(9)
"""Rows, from 0; the one of the marks is hidden."""
LABELS = {CODE: "编码", COURSE: "党支部＼课程", HOURS: "学时", MONTHS: "开课月份", PLACES: "名额"}
TOTAL = "合计"
IDENTITY = "点单表#{menu}#{year}#{version}"
A3, A4 = 8, 9
MOST_ON_A4, MOST_ON_A3 = 12, 36
COLUMN_WIDTH, NAME_WIDTH = 9.0, 20.0
CHARACTERS_A_LINE, LINE_HEIGHT = 4, 15
MOST_LINES = 8
HOW = (
    "请在白色格子里填想参加的人数，不参加的空着；已点过又要全部撤回的填 0。"
    "只有白色格子可以填，填好后原样交回镇党校。"
)


def write(form: Form) -> bytes:
    """The workbook for WPS Office and Excel; on A3 or A4, on its long side."""
    import xlsxwriter  # only who exports waits for it

    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    try:
        sheet = book.add_worksheet("点单表")
        looks = _Looks(book)
        _write_head(sheet, looks, form)
        for number, line in enumerate(form.lines):
            _write_line(sheet, looks, form, number, line)
        _write_totals(sheet, looks, form)
        _guard(sheet, form)
        _lay_out(sheet, form)
    finally:
        book.close()
    return out.getvalue()


class _Looks:
    """The few looks of a cell."""

    def __init__(self, book: Any) -> None:
        ruled = {**FONT, "border": 1}
        shaded = {**ruled, "bg_color": "#F6F5F2", "align": "center", "text_wrap": True}
        self.title = book.add_format({**FONT, "bold": True, "font_size": 16})
        self.note = book.add_format({**FONT, "font_color": "#595959", "font_size": 10})
        self.label = book.add_format({**shaded, "bold": True})
        self.head = book.add_format({**shaded, "num_format": "@"})
        self.course = book.add_format({**shaded, "num_format": "@", "bold": True})
        self.name = book.add_format({**ruled, "num_format": "@", "bg_color": "#F6F5F2"})
        self.risky = book.add_format(
            {**ruled, "num_format": "@", "bg_color": "#F6F5F2", "quote_prefix": True}
        )
        self.body = book.add_format({**ruled, "align": "center", "locked": False})
        self.total = book.add_format({**shaded, "num_format": "0;;", "bold": True})
        self.hidden = book.add_format({**FONT, "font_size": 8, "hidden": True})


def _write_head(sheet: Any, looks: _Looks, form: Form) -> None:
    sheet.write_string(TITLE, 0, f"{form.school}{form.year}年度课程点单表", looks.title)
    sheet.write_string(NOTE, 0, f"编号 {form.number}　{HOW}", looks.note)
    sheet.merge_range(CODE, NUMBER, PLACES, NUMBER, "序号", looks.label)
    for row, words in LABELS.items():
        sheet.write_string(row, NAME, words, looks.label)
        sheet.write_string(row, HINT, "", looks.hidden)
    identity = IDENTITY.format(menu=form.menu_id.hex, year=form.year, version=form.version)
    sheet.write_string(MARKS, NUMBER, identity, looks.hidden)
    for place, entry in enumerate(form.entries, FIRST):
        for row, words in _head_of(entry).items():
            sheet.write_string(row, place, words, looks.course if row == COURSE else looks.head)
    last = FIRST + len(form.entries)
    sheet.merge_range(CODE, last, PLACES, last, TOTAL, looks.label)


def _head_of(entry: EntryRow) -> dict[int, str]:
    months = "、".join(str(month) for month in entry.months)
    return {
        CODE: entry.code,
        COURSE: entry.title,
        HOURS: text_of(entry.hours),
        MONTHS: f"{months}月" if months else "全年",
        PLACES: str(entry.places),
        MARKS: f"#{entry.position}",
    }


def _write_line(sheet: Any, looks: _Looks, form: Form, number: int, line: GridLine) -> None:
    row, last = BODY + number, FIRST + len(form.entries)
    sheet.write_number(row, NUMBER, number + 1, looks.label)
    risky = line.name.startswith(RISKY)
    sheet.write_string(row, NAME, line.name, looks.risky if risky else looks.name)
    ordered = " ".join(f"{position}={heads}" for position, heads in line.heads.items())
    sheet.write_string(row, HINT, f"{line.branch_id.hex};{line.name};{ordered}", looks.hidden)
    for place, entry in enumerate(form.entries, FIRST):
        heads = line.heads.get(entry.position)
        if heads is None:
            sheet.write_blank(row, place, None, looks.body)
        else:
            sheet.write_number(row, place, heads, looks.body)
    span = f"{column_letters(FIRST)}{row + 1}:{column_letters(last - 1)}{row + 1}"
    sheet.write_formula(row, last, f"=SUM({span})", looks.total, sum(line.heads.values()))


def _write_totals(sheet: Any, looks: _Looks, form: Form) -> None:
    row = BODY + len(form.lines)
    sheet.write_string(row, NUMBER, "", looks.label)
    sheet.write_string(row, NAME, TOTAL, looks.label)
    whole = 0
    for place, entry in enumerate(form.entries, FIRST):
        letter = column_letters(place)
        heads = sum(line.heads.get(entry.position, 0) for line in form.lines)
        whole += heads
        formula = f"=SUM({letter}{BODY + 1}:{letter}{row})"
        sheet.write_formula(row, place, formula, looks.total, heads)
    letter = column_letters(FIRST + len(form.entries))
    formula = f"=SUM({letter}{BODY + 1}:{letter}{row})"
    sheet.write_formula(row, FIRST + len(form.entries), formula, looks.total, whole)


def _guard(sheet: Any, form: Form) -> None:
    """Only the body can be typed in, and only whole numbers."""
    sheet.data_validation(
        BODY,
        FIRST,
        BODY + len(form.lines) - 1,
        FIRST + len(form.entries) - 1,
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": MOST_HEADS,
            "input_title": "填人数",
            "input_message": "填想参加的人数；不参加的空着。",
            "error_title": "这里要填人数",
            "error_message": f"请填 0 到 {MOST_HEADS} 之间的整数，只写数字，不写“人”字。",
        },
    )
    # Without a password: it keeps fingers off, and nobody is locked out of a file of theirs.
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _lay_out(sheet: Any, form: Form) -> None:
    count = len(form.entries)
    sheet.set_column(NUMBER, NUMBER, 5)
    sheet.set_column(NAME, NAME, NAME_WIDTH)
    sheet.set_column(HINT, HINT, 2, None, {"hidden": True})
    sheet.set_column(FIRST, FIRST + count - 1, COLUMN_WIDTH)
    sheet.set_column(FIRST + count, FIRST + count, 7)
    longest = max(len(entry.title) for entry in form.entries)
    lines = min(MOST_LINES, max(2, -(-longest // CHARACTERS_A_LINE)))
    sheet.set_row(TITLE, 28)
    sheet.set_row(COURSE, lines * LINE_HEIGHT)
    sheet.set_row(MONTHS, 2 * LINE_HEIGHT)
    sheet.set_row(MARKS, None, None, {"hidden": True})
    for number in range(len(form.lines) + 1):
        sheet.set_row(BODY + number, 20)
    sheet.freeze_panes(BODY, FIRST)
    sheet.set_landscape()
    sheet.set_paper(A4 if count <= MOST_ON_A4 else A3)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(-(-count // MOST_ON_A3), 0)
    sheet.repeat_rows(CODE, PLACES)
    sheet.repeat_columns(NUMBER, NAME)
    sheet.set_footer(f"&L{form.number}&C第 &P 页 共 &N 页&R填表人：________  负责人：________")
