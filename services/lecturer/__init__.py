"""Lecturers (讲师): the pool, and their appointments (聘任)."""

from services.lecturer.operations import LecturerDraft as LecturerDraft
from services.lecturer.operations import TermDraft as TermDraft
from services.lecturer.operations import appoint as appoint
from services.lecturer.operations import change as change
from services.lecturer.operations import change_appointment as change_appointment
from services.lecturer.operations import create as create
from services.lecturer.operations import restore as restore
from services.lecturer.operations import retire as retire
from services.lecturer.operations import start_of as start_of
from services.lecturer.operations import update as update
from services.lecturer.queries import ENDING_DAYS as ENDING_DAYS
from services.lecturer.queries import AppointmentRow as AppointmentRow
from services.lecturer.queries import AppointmentState as AppointmentState
from services.lecturer.queries import BookingState as BookingState
from services.lecturer.queries import LecturerRow as LecturerRow
from services.lecturer.queries import LecturerSource as LecturerSource
from services.lecturer.queries import TaughtRow as TaughtRow
from services.lecturer.queries import detail as detail
from services.lecturer.queries import list_rows as list_rows
from services.lecturer.sheet import is_pool as is_pool
