"""What of the yearly menu waits for the clerk."""

from sqlalchemy import select

from models.course import Course
from services.core.door import Door
from services.core.session import WorkSession
from services.core.todo import Todo
from services.menu.queries import versions
from services.menu.words import version_words

PATIENCE_DAYS = 14
URGENCY = 45


def todos(session: WorkSession) -> list[Todo]:
    """From January: no menu is published for this year, or its draft lies for two weeks.

    A school that has no course yet is not asked for a menu.
    """
    today = session.today()
    words = f"{today.year}年课程菜单"
    found = versions(session, today.year)
    published = any(one.published_at for one in found)
    draft = next((one for one in found if one.published_at is None), None)
    if draft is not None:
        days = (today - draft.touched_at.date()).days
        if published and days < PATIENCE_DAYS:
            return []
        note = f"草稿已 {days} 天没有动" if days else "草稿今天改过"
        title = f"{words}{version_words(draft.version)}还没有发布"
        return [_todo(title, note, "去发布", today.year)]
    used = select(Course.id).where(Course.owner == session.owner, Course.retired_at.is_(None))
    if published or session.scalar(used.limit(1)) is None:
        return []
    return [_todo(f"{words}还没有发布", "党支部按菜单点课", "去起草", today.year)]


def new_year(session: WorkSession) -> Door:
    """Done once this year's menu is published."""
    year = session.today().year
    return Door(
        words=f"{year} 年课程菜单",
        note="可以从去年的改起，发布后支部按它点课",
        done=any(one.published_at for one in versions(session, year)),
        action="去做菜单",
        page="menu",
        order=10,
        target=year,
    )


def _todo(title: str, note: str, action: str, year: int) -> Todo:
    return Todo("菜单", "amber", title, note, action, "menu", year, URGENCY)
