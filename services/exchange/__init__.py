"""Exchange between a school and its county: files on a stick, signed and encrypted."""

from services.exchange.errors import BundleRefused as BundleRefused
from services.exchange.errors import NeedsSecondYes as NeedsSecondYes
from services.exchange.errors import WrongFingerprint as WrongFingerprint
from services.exchange.inbox import hold as hold
from services.exchange.inbox import inspect as inspect
from services.exchange.inbox import take_in as take_in
from services.exchange.inbox import taken as taken
from services.exchange.outbox import discard as discard
from services.exchange.outbox import for_period as for_period
from services.exchange.outbox import sent as sent
from services.exchange.parties import own_card as own_card
from services.exchange.parties import peers as peers
from services.exchange.preflight import preflight as preflight
from services.exchange.receipt import given as receipt_of  # noqa: F401
from services.exchange.records import KIND_LABELS as KIND_LABELS
from services.exchange.records import STATE_LABELS as STATE_LABELS
from services.exchange.records import BundleKind as BundleKind
from services.exchange.records import BundleState as BundleState
from services.exchange.records import CheckLine as CheckLine
from services.exchange.records import Inspection as Inspection
from services.exchange.records import Introduction as Introduction
from services.exchange.records import KeyCard as KeyCard
from services.exchange.records import PeerRow as PeerRow
from services.exchange.records import Progress as Progress
from services.exchange.records import SentRow as SentRow
from services.exchange.records import TableChange as TableChange
from services.exchange.records import Taken as Taken
from services.exchange.records import TakenRow as TakenRow
from services.exchange.send import approve as approve
from services.exchange.send import make_enrol as make_enrol
from services.exchange.send import make_keyset as make_keyset
from services.exchange.send import start_epoch as start_epoch
from services.exchange.stick import write_out as write_out
from services.exchange.todos import todos as todos
from services.exchange.trust import open_card as open_card
from services.exchange.trust import trust as trust
