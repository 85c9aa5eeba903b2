"""What training hours are to the rest of the program."""

from models.hours import HoursRecord
from services.core.feature import Feature, Table
from services.core.session import WorkSession
from services.core.todo import Todo
from services.hours.figures import FIGURES
from services.hours.merging import MERGING
from services.hours.standing import this_year, todos_of


def slow_todos(session: WorkSession) -> list[Todo]:
    return todos_of(session, session.once(this_year))


FEATURE = Feature(
    "hours",
    "学时",
    tables=(Table(HoursRecord, "学时记录"),),
    slow_todos=(slow_todos,),
    figures=FIGURES,
    merging=MERGING,
    left_out="学时记录",
)
