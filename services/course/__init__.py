"""Courses (课程): what the school can teach, their import and export as a sheet."""

from services.course.coverage import TaskCoverage as TaskCoverage
from services.course.coverage import coverage as coverage
from services.course.operations import CourseDraft as CourseDraft
from services.course.operations import CoursewareDraft as CoursewareDraft
from services.course.operations import change_field as change_field
from services.course.operations import create as create
from services.course.operations import log_exported as log_exported
from services.course.operations import next_code as next_code
from services.course.operations import restore as restore
from services.course.operations import retire as retire
from services.course.operations import review as review
from services.course.operations import update as update
from services.course.queries import CourseLecturerRow as CourseLecturerRow
from services.course.queries import CourseLesson as CourseLesson
from services.course.queries import CourseRow as CourseRow
from services.course.queries import lessons_of as lessons_of
from services.course.queries import list_all as list_all
from services.course.queries import list_retired as list_retired
from services.course.sheet import open_file as open_file
from services.course.taking import preview as preview
from services.course.taking import take as take
from services.course.words import FORMS as FORMS
from services.course.words import CoursewareReview as CoursewareReview
from services.course.words import Task as Task
from services.course.words import Tier as Tier
