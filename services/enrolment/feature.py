"""What enrolments and waiting places are to the rest of the program."""

from sqlalchemy import select

from models.training_class import Enrolment, WaitingPlace
from services.core.door import Door
from services.core.feature import Feature, Table
from services.core.session import WorkSession
from services.enrolment.merging import MERGING
from services.enrolment.waiting import waiting_todos
from services.training_class.first_steps import step_of


def first_step(session: WorkSession) -> Door:
    known = session.scalar(select(Enrolment.id).where(Enrolment.owner == session.owner).limit(1))
    return Door(
        words="报名学员",
        note="按支部、按职务，或者粘贴一份名单",
        done=known is not None,
        action="报名学员",
        page="training_class",
        order=40,
        target=step_of(session, "class-enrol"),
    )


FEATURE = Feature(
    "enrolment",
    "报名",
    tables=(Table(Enrolment, "报名"), Table(WaitingPlace, "候补")),
    todos=(waiting_todos,),
    first_steps=(first_step,),
    merging=MERGING,
)
