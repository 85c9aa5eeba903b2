"""The county's lists of schools: one month with its figures, and a year as chips."""

from services.core.workspace import Workspace
from services.county import MonthState, SchoolMonths, SchoolRow
from services.exchange import TakenRow
from ui.core.table import Column
from ui.exchange.words import moment_words
from ui.inbox.tables import kind_words

QUIET = (MonthState.not_due, MonthState.not_yet)
"""Months in which nothing was expected."""


def overview_columns(workspace: Workspace) -> tuple[Column[SchoolRow], ...]:
    return (
        Column("学校", 0, lambda r: r.name, bold=True),
        Column("报送", 78, lambda r: r.state.word, tone=lambda r: r.state.tone, firm=True),
        Column("党员", 66, lambda r: f"{r.members:,}", lambda r: r.members, right=True),
        Column("培训班", 66, lambda r: str(r.classes), lambda r: r.classes, right=True),
        Column("课次", 58, lambda r: str(r.lessons), lambda r: r.lessons, right=True),
        Column("人次", 72, lambda r: f"{r.person_times:,}", lambda r: r.person_times, right=True),
        Column("人均学时", 78, lambda r: str(r.average), lambda r: r.average, right=True),
        Column("达标率", 72, lambda r: r.reached, share, right=True),
    )


def arrival_columns(workspace: Workspace) -> tuple[Column[SchoolRow], ...]:
    return (
        Column("学校", 0, lambda r: r.name, bold=True),
        Column("报送", 78, lambda r: r.state.word, tone=lambda r: r.state.tone, firm=True),
        Column("收到", 134, lambda r: moment_words(workspace, r.taken_at), firm=True),
        Column("人次", 72, lambda r: f"{r.person_times:,}", lambda r: r.person_times, right=True),
    )


def share(row: SchoolRow) -> float:
    """What `reached` sorts by; a school with nobody stands last."""
    text = row.reached.removesuffix("%")
    return float(text) if text.replace(".", "", 1).isdigit() else -1.0


def _month_column(number: int) -> Column[SchoolMonths]:
    def text(row: SchoolMonths) -> str:
        return "—" if row.cells[number] in QUIET else row.cells[number].word

    def tone(row: SchoolMonths) -> str:
        return "" if row.cells[number] in QUIET else row.cells[number].tone

    return Column(f"{number + 1}月", 60, text, tone=tone, firm=True)


MONTHS: tuple[Column[SchoolMonths], ...] = (
    Column("学校", 0, lambda r: r.name, bold=True),
    *(_month_column(number) for number in range(12)),
)


def file_columns(workspace: Workspace) -> tuple[Column[TakenRow], ...]:
    """The files of one school."""
    return (
        Column(
            "种类",
            88,
            kind_words,
            tone=lambda r: "red" if r.held_for else r.kind.tone,
            firm=True,
        ),
        Column("月份", 82, lambda r: r.period, firm=True),
        Column("收取", 0, lambda r: moment_words(workspace, r.taken_at)),
    )
