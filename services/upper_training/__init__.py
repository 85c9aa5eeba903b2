"""Training elsewhere (上级调训): classes held above the school, and where floating members live."""

from services.upper_training.operations import TrainingLevel as TrainingLevel
from services.upper_training.operations import TrainingRecorded as TrainingRecorded
from services.upper_training.operations import TrainingResult as TrainingResult
from services.upper_training.operations import UpperTrainingDraft as UpperTrainingDraft
from services.upper_training.operations import change as change
from services.upper_training.operations import log_exported as log_exported
from services.upper_training.operations import record as record
from services.upper_training.operations import take_back as take_back
from services.upper_training.queries import UpperTrainingRow as UpperTrainingRow
from services.upper_training.queries import list_rows as list_rows
