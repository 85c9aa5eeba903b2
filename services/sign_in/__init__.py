"""Sign-ins: record, undo, and what the desk shows."""

from services.sign_in.figures import classes_held as classes_held
from services.sign_in.figures import month_counts as month_counts
from services.sign_in.operations import ATTENDED as ATTENDED
from services.sign_in.operations import Finished as Finished
from services.sign_in.operations import Recorded as Recorded
from services.sign_in.operations import SignInMethod as SignInMethod
from services.sign_in.operations import SignInStatus as SignInStatus
from services.sign_in.operations import SignInUndone as SignInUndone
from services.sign_in.operations import add_walk_in as add_walk_in
from services.sign_in.operations import count_again as count_again
from services.sign_in.operations import finish as finish
from services.sign_in.operations import record as record
from services.sign_in.operations import undo as undo
from services.sign_in.operations import way_back as way_back
from services.sign_in.queries import DeskPerson as DeskPerson
from services.sign_in.queries import RecentRow as RecentRow
from services.sign_in.queries import SheetSource as SheetSource
from services.sign_in.queries import SignInDesk as SignInDesk
from services.sign_in.queries import again as again
from services.sign_in.queries import desk as desk
from services.sign_in.queries import sheet_source as sheet_source
from services.sign_in.queries import todos as todos
