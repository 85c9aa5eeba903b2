"""Exemptions (学时减免): of whom no hours are demanded in a year."""

from services.exemption.operations import ExemptionDraft as ExemptionDraft
from services.exemption.operations import ExemptionReason as ExemptionReason
from services.exemption.operations import change as change
from services.exemption.operations import change_field as change_field
from services.exemption.operations import grant as grant
from services.exemption.operations import take_back as take_back
from services.exemption.queries import OLD_AGE as OLD_AGE
from services.exemption.queries import ExemptionRow as ExemptionRow
from services.exemption.queries import Suggestion as Suggestion
from services.exemption.queries import exempt_ids as exempt_ids
from services.exemption.queries import exempt_in as exempt_in
from services.exemption.queries import list_rows as list_rows
from services.exemption.queries import of_member as of_member
from services.exemption.queries import suggestions as suggestions
