"""What enrolments and waiting places are to the rest of the program."""

from models.training_class import Enrolment, WaitingPlace
from services.core.feature import Feature, Table
from services.enrolment.merging import MERGING
from services.enrolment.waiting import waiting_todos

FEATURE = Feature(
    "enrolment",
    "报名",
    tables=(Table(Enrolment, "报名"), Table(WaitingPlace, "候补")),
    todos=(waiting_todos,),
    merging=MERGING,
)
