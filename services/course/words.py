"""The words of courses that people see."""

from models.course import CoursewareReview as CoursewareReview
from models.course import Task as Task
from models.course import Tier as Tier

TASK_LABELS = {
    Task.theory: "政治理论教育",
    Task.political: "政治教育和政治训练",
    Task.discipline: "党章党规党纪教育",
    Task.purpose: "党的宗旨教育",
    Task.tradition: "革命传统教育",
    Task.situation: "形势政策教育",
    Task.skills: "知识技能教育",
}
TIER_LABELS = {
    Tier.first: "首课",
    Tier.main: "主课",
    Tier.required: "必修课",
    Tier.elective: "选修课",
}
REVIEW_LABELS = {
    CoursewareReview.none: "未送审",
    CoursewareReview.submitted: "评审中",
    CoursewareReview.approved: "已通过",
    CoursewareReview.returned: "退回修改",
}
FORMS = ("专题讲授", "案例精解", "集体研讨", "现场教学", "观看党课视频", "实训操作")
