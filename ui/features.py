"""All that features show, each declared in its own package: a new one adds its line here.

The sidebar has their places in this order.
"""

from collections.abc import Callable

from ui.booking.feature import FEATURE as BOOKING
from ui.branch.feature import FEATURE as BRANCH
from ui.certificate.feature import FEATURE as CERTIFICATE
from ui.core.desk import Desk
from ui.core.feature import Feature
from ui.core.making import Make
from ui.county.feature import FEATURE as COUNTY
from ui.county_home.feature import FEATURE as COUNTY_HOME
from ui.course.feature import FEATURE as COURSE
from ui.dispatch.feature import FEATURE as DISPATCH
from ui.enrolment.feature import FEATURE as ENROLMENT
from ui.exchange.feature import FEATURE as EXCHANGE
from ui.exemption.feature import FEATURE as EXEMPTION
from ui.home.feature import FEATURE as HOME
from ui.hours.feature import FEATURE as HOURS
from ui.inbox.feature import FEATURE as INBOX
from ui.lecturer.feature import FEATURE as LECTURER
from ui.material.feature import FEATURE as MATERIAL
from ui.member.feature import FEATURE as MEMBER
from ui.menu.feature import FEATURE as MENU
from ui.newcomer.feature import FEATURE as NEWCOMER
from ui.opening_hours.feature import FEATURE as OPENING_HOURS
from ui.order.feature import FEATURE as ORDER
from ui.package.feature import FEATURE as PACKAGE
from ui.plan.feature import FEATURE as PLAN
from ui.roster_import.feature import FEATURE as ROSTER_IMPORT
from ui.settings.feature import FEATURE as SETTINGS
from ui.setup.feature import FEATURE as SCHOOL
from ui.sign_in.feature import FEATURE as SIGN_IN
from ui.site.feature import FEATURE as SITE
from ui.timetable.feature import FEATURE as TIMETABLE
from ui.training_class.feature import FEATURE as TRAINING_CLASS
from ui.upper_training.feature import FEATURE as UPPER_TRAINING

FEATURES: tuple[Feature, ...] = (
    SCHOOL,
    HOME,
    COURSE,
    MENU,
    MATERIAL,
    ORDER,
    TRAINING_CLASS,
    ENROLMENT,
    TIMETABLE,
    PLAN,
    SIGN_IN,
    MEMBER,
    ROSTER_IMPORT,
    BRANCH,
    HOURS,
    OPENING_HOURS,
    UPPER_TRAINING,
    EXEMPTION,
    NEWCOMER,
    LECTURER,
    BOOKING,
    CERTIFICATE,
    SITE,
    PACKAGE,
    EXCHANGE,
    COUNTY_HOME,
    INBOX,
    COUNTY,
    DISPATCH,
    SETTINGS,
)


def makers() -> dict[str, Callable[[Desk], Make]]:
    """What can be made from within forms, by key."""
    return {one.key: one.at for feature in FEATURES for one in feature.makers}
