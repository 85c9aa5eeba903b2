"""Every model, so that one import fills the metadata."""

import models.audit
import models.booking
import models.branch
import models.certificate
import models.course
import models.dispatch
import models.exchange
import models.exemption
import models.hours
import models.lecturer
import models.material
import models.member
import models.menu
import models.order
import models.package
import models.plan
import models.roster_import
import models.school
import models.setting
import models.sign_in
import models.site
import models.training_class
import models.upper_training  # noqa: F401
