"""Where the sign-in desk stands in the window."""

from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.sign_in.page import SignInPage

FEATURE = Feature(
    "sign_in",
    places=(Entry("sign_in", "签到台", "check", "教学", SignInPage),),
)
