"""Who is in a class and who waits for it: chosen, enrolled, moved in, taken out."""

from services.enrolment.choosing import BranchLine as BranchLine
from services.enrolment.choosing import EnrolmentCandidate as EnrolmentCandidate
from services.enrolment.choosing import EnrolmentChoice as EnrolmentChoice
from services.enrolment.choosing import choice as choice
from services.enrolment.operations import EnrolResult as EnrolResult
from services.enrolment.operations import enrol as enrol
from services.enrolment.operations import join as join
from services.enrolment.operations import remove_enrolment as remove_enrolment
from services.enrolment.roster import ClassRoster as ClassRoster
from services.enrolment.roster import RosterRow as RosterRow
from services.enrolment.roster import WaitingListRow as WaitingListRow
from services.enrolment.roster import roster as roster
from services.enrolment.waiting import move_in as move_in
from services.enrolment.waiting import reorder_waiting as reorder_waiting
from services.enrolment.waiting import stop_waiting as stop_waiting
from services.enrolment.waiting import waiting_todos as waiting_todos
