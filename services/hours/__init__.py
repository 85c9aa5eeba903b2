"""Training hours (学时), derived from sign-ins and never typed (domain.md, invariants 1-3)."""

from services.hours.lists import HoursLine as HoursLine
from services.hours.lists import HoursRow as HoursRow
from services.hours.lists import for_class as for_class
from services.hours.lists import for_member as for_member
from services.hours.overlaps import overlapping as overlapping
from services.hours.rules import LEADERS as LEADERS
from services.hours.rules import rules_in_words as rules_in_words
from services.hours.rules import target_of as target_of
from services.hours.totals import Reached as Reached
from services.hours.totals import reached as reached
from services.hours.totals import reached_at as reached_at
from services.hours.totals import totals as totals
