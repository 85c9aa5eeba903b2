"""Knowing a list of the lecturers' pool among other spreadsheets."""

from collections.abc import Sequence

from services.core.fields import headers
from services.core.sheet_reader import Sheet
from services.core.sheet_table import find
from services.lecturer.operations import LecturerDraft


def is_pool(sheets: Sequence[Sheet]) -> bool:
    return bool(find(sheets, headers(LecturerDraft), ("name", "topics")))
