"""Training hours (学时), derived from sign-ins and records and never typed (domain.md, 1-3)."""

from services.hours.lists import RECORD_LABELS as RECORD_LABELS
from services.hours.lists import HoursLine as HoursLine
from services.hours.lists import HoursRecordKind as HoursRecordKind
from services.hours.lists import HoursRow as HoursRow
from services.hours.lists import for_class as for_class
from services.hours.lists import for_member as for_member
from services.hours.overlaps import overlapping as overlapping
from services.hours.records import CorrectionDraft as CorrectionDraft
from services.hours.records import OnlineResult as OnlineResult
from services.hours.records import UndoneRecord as UndoneRecord
from services.hours.records import record_correction as record_correction
from services.hours.records import record_online as record_online
from services.hours.records import undo_records as undo_records
from services.hours.rules import LEADERS as LEADERS
from services.hours.rules import of_minutes as of_minutes
from services.hours.rules import rules_in_words as rules_in_words
from services.hours.rules import target_of as target_of
from services.hours.totals import Reached as Reached
from services.hours.totals import reached as reached
from services.hours.totals import reached_at as reached_at
from services.hours.totals import totals as totals
