"""Where bookings stand in the window."""

from ui.booking.page import BookingPage
from ui.core.desk import Entry
from ui.core.feature import Feature

FEATURE = Feature(
    "booking",
    places=(Entry("booking", "讲师预约", "clock", "人员", BookingPage),),
)
