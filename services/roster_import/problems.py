"""The list of what could not be taken, as a workbook that goes back to the branches."""

from collections.abc import Sequence
from io import BytesIO

from services.roster_import.entries import RosterProblem

PROBLEM_COLUMNS = ("工作表", "单元格", "姓名", "内容", "原因")


def problem_list(problems: Sequence[RosterProblem]) -> bytes:
    """The problems as an .xlsx workbook, to be sent to the branches. Values stay masked.

    Cells are written as text, so that none can be taken for a formula.
    """
    import xlsxwriter  # only who saves the list waits for it

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("待核单元格")
        head = book.add_format({"bold": True, "bottom": 1})
        for number, (word, width) in enumerate(
            zip(PROBLEM_COLUMNS, (16, 9, 12, 22, 44), strict=True)
        ):
            sheet.set_column(number, number, width)
            sheet.write_string(0, number, word, head)
        for row, problem in enumerate(problems, 1):
            values = (problem.sheet, problem.cell, problem.person, problem.shown, problem.reason)
            for number, value in enumerate(values):
                sheet.write_string(row, number, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(problems), len(PROBLEM_COLUMNS) - 1)
    return out.getvalue()
