"""What signing in is to the rest of the program."""

from models.sign_in import SignIn
from services.core.feature import Feature, Table
from services.sign_in.figures import FIGURES
from services.sign_in.merging import MERGING
from services.sign_in.queries import todos

FEATURE = Feature(
    "sign_in",
    "签到",
    tables=(Table(SignIn, "签到（含撤销）"),),
    todos=(todos,),
    figures=FIGURES,
    merging=MERGING,
    left_out="签到记录",
)
