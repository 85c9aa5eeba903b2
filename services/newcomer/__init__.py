"""Newly appointed secretaries and new members (新任、新党员), and when their training is due."""

from services.newcomer.queries import NewcomerRow as NewcomerRow
from services.newcomer.queries import Newcomers as Newcomers
from services.newcomer.queries import NewKind as NewKind
from services.newcomer.queries import NewState as NewState
from services.newcomer.queries import newcomers as newcomers
