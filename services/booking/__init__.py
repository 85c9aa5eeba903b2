"""Bookings (讲师预约): a lecturer for a lesson."""

from services.booking.operations import LecturerBusy as LecturerBusy
from services.booking.operations import book as book
from services.booking.operations import cancel as cancel
from services.booking.operations import confirm as confirm
from services.booking.operations import decline as decline
from services.booking.operations import end_with_lesson as end_with_lesson
from services.booking.operations import require_no_clash as require_no_clash
from services.booking.operations import substitute as substitute
from services.booking.queries import BookingDetail as BookingDetail
from services.booking.queries import Waiting as Waiting
from services.booking.queries import detail as detail
from services.booking.queries import todos as todos
from services.booking.queries import waiting as waiting
from services.booking.queries import warnings_at as warnings_at
from services.booking.queries import warnings_of as warnings_of
from services.booking.suggestions import LecturerCandidate as LecturerCandidate
from services.booking.suggestions import candidates as candidates
from services.booking.week import TONE_LABELS as TONE_LABELS
from services.booking.week import BookingItem as BookingItem
from services.booking.week import BookingState as BookingState
from services.booking.week import BookingWeek as BookingWeek
from services.booking.week import LecturerWeek as LecturerWeek
from services.booking.week import unbooked as unbooked
from services.booking.week import week as week
