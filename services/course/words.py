"""The words of courses that people see."""

from models.course import CoursewareReview as CoursewareReview
from models.course import Task as Task
from models.course import Tier as Tier

FORMS = ("专题讲授", "案例精解", "集体研讨", "现场教学", "观看党课视频", "实训操作")
