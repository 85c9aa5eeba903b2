"""What signing in is to the rest of the program."""

from sqlalchemy import select

from models.audit import AuditEntry
from models.sign_in import SignIn
from services.core.door import Door
from services.core.feature import Feature, Table
from services.core.session import WorkSession
from services.sign_in.figures import FIGURES
from services.sign_in.merging import MERGING
from services.sign_in.new_year import new_year
from services.sign_in.queries import todos
from services.sign_in.sheet import SHEET
from services.training_class.first_steps import step_of


def first_step(session: WorkSession) -> Door:
    """Done once a sheet was printed or saved, or somebody was signed in without one."""
    signed = session.scalar(select(SignIn.id).where(SignIn.owner == session.owner).limit(1))
    printed = select(AuditEntry.seq).where(AuditEntry.verb == SHEET.verb).limit(1)
    return Door(
        words="打印签到表",
        note="带到教室，学员签名；也可以用签到台逐个签到",
        done=signed is not None or session.scalar(printed) is not None,
        action="打印签到表",
        page="training_class",
        order=50,
        target=step_of(session, "lesson-print"),
    )


FEATURE = Feature(
    "sign_in",
    "签到",
    tables=(Table(SignIn, "签到（含撤销）"),),
    todos=(todos,),
    first_steps=(first_step,),
    new_year=(new_year,),
    figures=FIGURES,
    merging=MERGING,
    left_out="签到记录",
)
