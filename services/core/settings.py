"""Settings: each declared once, with its key, type, default, Chinese label and help."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from models.setting import Setting as Row
from services.core.errors import BadInput
from services.core.session import WorkSession

T = TypeVar("T", int, Decimal, str)


@dataclass(frozen=True)
class Setting(Generic[T]):
    """`least` and `most` are the numbers allowed, both included; for text, the length."""

    key: str
    default: T
    label: str
    help: str
    least: int = 0
    most: int = 1000

    def get(self, session: Session) -> T:
        row = session.get(Row, self.key)
        return self.default if row is None else self._read(row.value)

    def put(self, session: Session, text: str) -> T:
        """Store what the person typed. Raises BadInput where it does not fit."""
        value = self._read(text.strip())
        size = len(value) if isinstance(value, str) else value
        if not self.least <= size <= self.most:
            raise BadInput(f"“{self.label}”应在 {self.least} 到 {self.most} 之间。")
        row = session.get(Row, self.key)
        if row is None:
            session.add(Row(key=self.key, value=str(value)))
        else:
            row.value = str(value)
        return value

    def _read(self, text: str) -> T:
        kind: Callable[[str], T] = type(self.default)
        try:
            value = kind(text)
        except (ValueError, InvalidOperation) as error:
            raise BadInput(f"“{self.label}”要填数字。") from error
        if isinstance(value, Decimal) and not value.is_finite():
            raise BadInput(f"“{self.label}”要填数字。")
        return value


TARGET_MEMBER = Setting(
    "hours.target.member", 32, "党员年度学时", "普通党员每年应达到的学时（条例第二十条）。"
)
TARGET_LEADER = Setting(
    "hours.target.leader", 56, "书记和委员年度学时", "党支部书记和委员每年应达到的学时。"
)
GRACE_MINUTES = Setting(
    "hours.grace_minutes", 15, "迟到宽限（分钟）", "开课后这些分钟内签到照计全部学时。", most=120
)
CREDIT_LATE = Setting(
    "hours.credit.late", 50, "迟到计入（%）", "超过宽限时间的迟到计入多少学时。", most=100
)
CREDIT_LEFT_EARLY = Setting(
    "hours.credit.left_early", 0, "早退计入（%）", "早退计入多少学时。", most=100
)
CREDIT_MADE_UP = Setting(
    "hours.credit.made_up", 100, "补课计入（%）", "补课计入多少学时。", most=100
)
CUT_OFF_DAY = Setting(
    "exchange.cut_off_day", 30, "数据包截止日", "每月这一天之前交县里；月份较短时为月末。", 1, 31
)
ISSUER = Setting(
    "certificate.issuer", "", "聘书落款单位", "印在聘书右下角的发证单位全称。", most=40
)
TEXT_SIZE = Setting("ui.text_percent", 100, "文字大小（%）", "100、125 或 150。", 100, 150)

DECLARED: tuple[Setting[int] | Setting[Decimal] | Setting[str], ...] = (
    TARGET_MEMBER,
    TARGET_LEADER,
    GRACE_MINUTES,
    CREDIT_LATE,
    CREDIT_LEFT_EARLY,
    CREDIT_MADE_UP,
    CUT_OFF_DAY,
    ISSUER,
    TEXT_SIZE,
)


def change(session: WorkSession, typed: Mapping[str, str]) -> int:
    """Store what the person typed, by key; returns how many settings are different now.

    Raises BadInput for the first that does not fit.
    """
    changed = []
    for setting in DECLARED:
        if setting.key in typed:
            before = setting.get(session)
            if setting.put(session, typed[setting.key]) != before:
                changed.append(setting.key)
    session.note("settings.change", keys=changed)
    if any(key.startswith("hours.") for key in changed):
        session.features.add("sign_in")  # hours follow from sign-ins, wherever those are shown
    return len(changed)
