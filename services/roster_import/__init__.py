"""Rosters (花名册) from spreadsheets: read, look, take in."""

from services.roster_import.entries import Problem as Problem
from services.roster_import.entries import ProblemKind as ProblemKind
from services.roster_import.entries import Roster as Roster
from services.roster_import.operations import Taken as Taken
from services.roster_import.operations import log_saved_problems as log_saved_problems
from services.roster_import.operations import take as take
from services.roster_import.preview import Change as Change
from services.roster_import.preview import Fate as Fate
from services.roster_import.preview import Line as Line
from services.roster_import.preview import Preview as Preview
from services.roster_import.preview import preview_of as preview_of
from services.roster_import.preview import problem_list as problem_list
from services.roster_import.preview import read as read
from services.roster_import.queries import ImportRow as ImportRow
from services.roster_import.queries import last_import as last_import
from services.roster_import.sheet_reader import BadSheet as BadSheet
