"""Opening hours (期初学时): what people had of this year before the program came."""

from services.opening_hours.operations import OpeningDraft as OpeningDraft
from services.opening_hours.operations import OpeningRecorded as OpeningRecorded
from services.opening_hours.operations import log_exported as log_exported
from services.opening_hours.operations import record as record
