"""What bookings are to the rest of the program."""

from models.booking import Booking
from services.booking.queries import todos
from services.core.feature import Feature, Table

FEATURE = Feature("booking", "讲师预约", tables=(Table(Booking, "讲师预约"),), todos=(todos,))
