"""All features, each declared in its own package: a new one adds its line here.

Tables travel in this order, so a feature stands after those whose rows it cites. What walks over
the tuple stands above it and is not in it: home, search, exchange, report, county, merging, demo.
"""

from collections.abc import Iterator

from services import school
from services.booking.feature import FEATURE as BOOKING
from services.branch.feature import FEATURE as BRANCH
from services.certificate.feature import FEATURE as CERTIFICATE
from services.core.feature import Feature, Table
from services.course.feature import FEATURE as COURSE
from services.dispatch.feature import FEATURE as DISPATCH
from services.enrolment.feature import FEATURE as ENROLMENT
from services.exemption.feature import FEATURE as EXEMPTION
from services.hours.feature import FEATURE as HOURS
from services.lecturer.feature import FEATURE as LECTURER
from services.material.feature import FEATURE as MATERIAL
from services.member.feature import FEATURE as MEMBER
from services.menu.feature import FEATURE as MENU
from services.newcomer.feature import FEATURE as NEWCOMER
from services.opening_hours.feature import FEATURE as OPENING_HOURS
from services.order.feature import FEATURE as ORDER
from services.package.feature import FEATURE as PACKAGE
from services.plan.feature import FEATURE as PLAN
from services.roster_import.feature import FEATURE as ROSTER_IMPORT
from services.sign_in.feature import FEATURE as SIGN_IN
from services.site.feature import FEATURE as SITE
from services.timetable.feature import FEATURE as TIMETABLE
from services.training_class.feature import FEATURE as TRAINING_CLASS
from services.upper_training.feature import FEATURE as UPPER_TRAINING

FEATURES: tuple[Feature, ...] = (
    school.FEATURE,
    BRANCH,
    MEMBER,
    ROSTER_IMPORT,
    SITE,
    LECTURER,
    COURSE,
    MATERIAL,
    PACKAGE,
    MENU,
    PLAN,
    TRAINING_CLASS,
    ENROLMENT,
    TIMETABLE,
    DISPATCH,
    ORDER,
    SIGN_IN,
    EXEMPTION,
    UPPER_TRAINING,
    HOURS,
    OPENING_HOURS,
    NEWCOMER,
    BOOKING,
    CERTIFICATE,
)


def tables() -> Iterator[Table]:
    """The exchanged tables, each after those that it cites."""
    for feature in FEATURES:
        yield from feature.tables
