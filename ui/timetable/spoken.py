"""What the board's cursor is on, in words: for those who hear the screen."""

from datetime import date

from services.timetable import state_of, times_on
from services.training_class import LessonRow
from ui.timetable.carry import moment_words, why_not, words
from ui.timetable.surface import Seen

HINT = "空格拿起课次，方向键移动，回车放下；Ctrl+C、Ctrl+V 复制，Del 取消"
CARRIED = "方向键移动，Shift+↑↓ 改下课时间，Ctrl+↑↓ 换行，PgUp PgDn 换周，回车放下，Esc 放弃"


def lesson_words(row: LessonRow, day: date | None = None) -> str:
    """A lesson line by line, as its tool tip tells it; `day` is the day on which it is seen."""
    state = state_of(row).word
    who = f"讲师 {row.lecturer}" if row.lecturer else "讲师未定"
    when = times_on(row, day or row.starts_at.date())
    return (
        f"{row.title}\n{row.starts_at.month}月{row.starts_at.day}日 {when}\n{row.class_title}\n"
        f"{row.site} {row.room}　{who}\n报名 {row.enrolled} 人　{state}"
    )


def spoken(board: Seen) -> str:
    """The lesson in hand and whether it may lie there, or the lesson or place of the cursor."""
    carry, row, spot = board.carry, board.current, board.spot
    if carry is not None:
        bad = why_not(carry, board.shown)
        return f"正在移动 {words(carry, board.shown)}{f'，{bad}' if bad else ''}"
    if row is not None:
        return lesson_words(row).replace("\n", "，")
    if (day := board.on_more()) is not None:
        return f"{day.month}月{day.day}日 还有更多课，回车看全部"
    if board.shown.month is not None:
        return f"{spot.day.month}月{spot.day.day}日 没有选中的课"
    return f"{moment_words(spot.moment)} {board.group.title} 空闲"


def hint(board: Seen) -> str:
    """The line under the board: what the keys do, and with a lesson in hand where it would go."""
    carry = board.carry
    if carry is None:
        return HINT
    bad = why_not(carry, board.shown)
    return f"{f'× {bad}' if bad else words(carry, board.shown)}　{CARRIED}"
