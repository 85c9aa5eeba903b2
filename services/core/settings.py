"""Settings: each declared once, with its key, type, default, Chinese label and help."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Generic, TypeVar

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from models.setting import Setting as Row
from services.core.errors import BadInput, Refused
from services.core.session import WorkSession
from services.core.undo import CHANGED_SINCE, Undo

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
        return self._store(session, self.key, text)

    def _store(self, session: Session, key: str, text: str) -> T:
        value = self._read(text.strip())
        size = len(value) if isinstance(value, str) else value
        if not self.least <= size <= self.most:
            raise BadInput(f"“{self.label}”应在 {self.least} 到 {self.most} 之间。")
        row = session.get(Row, key)
        if row is None:
            session.add(Row(key=key, value=str(value)))
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


_OF_YEAR = (
    select(Row.value)
    .where(
        or_(
            Row.key == bindparam("key"),
            Row.key.between(bindparam("first"), bindparam("last")),
        )
    )
    .order_by(Row.key.desc())
    .limit(1)
)


@dataclass(frozen=True)
class YearSetting(Setting[int]):
    """A number kept with the year, so that a later year's leaves the earlier ones as they were.

    A year without a value of its own has that of the nearest year before; without any, what
    is stored for no year, which is also what `year` None means; without that, the default.
    """

    def get(self, session: Session, year: int | None = None) -> int:
        if year is None:
            return super().get(session)
        asked = {"key": self.key, "first": f"{self.key}@", "last": self.key_of(year)}
        text = session.scalar(_OF_YEAR, asked)
        return self.default if text is None else self._read(text)

    def put(self, session: Session, text: str, year: int | None = None) -> int:
        value = self._store(session, self.key if year is None else self.key_of(year), text)
        session.flush()  # `get` looks for a year's value by SQL
        return value

    def key_of(self, year: int) -> str:
        return f"{self.key}@{year:04d}"

    def stored(self, session: Session) -> dict[str, str]:
        """What is stored, by key: of years, and of none."""
        rows = session.execute(
            select(Row.key, Row.value).where(
                or_(Row.key == self.key, Row.key.startswith(f"{self.key}@", autoescape=True))
            )
        )
        return {key: value for key, value in rows}


TARGET_MEMBER = YearSetting(
    "hours.target.member", 32, "党员年度学时", "普通党员每年应达到的学时（条例第二十条）。"
)
TARGET_LEADER = YearSetting(
    "hours.target.leader", 56, "书记和委员年度学时", "党支部书记和委员每年应达到的学时。"
)
GRACE_MINUTES = YearSetting(
    "hours.grace_minutes", 15, "迟到宽限（分钟）", "开课后这些分钟内签到照计全部学时。", most=120
)
CREDIT_LATE = YearSetting(
    "hours.credit.late", 50, "迟到计入（%）", "超过宽限时间的迟到计入多少学时。", most=100
)
CREDIT_LEFT_EARLY = YearSetting(
    "hours.credit.left_early", 0, "早退计入（%）", "早退计入多少学时。", most=100
)
CREDIT_MADE_UP = YearSetting(
    "hours.credit.made_up", 100, "补课计入（%）", "补课计入多少学时。", most=100
)
ONLINE_CAP = YearSetting(
    "hours.online_cap",
    16,
    "在线学习上限（学时）",
    "每人每年在线学习最多计入多少学时，超出的照记不计；各地规定不一。",
)
MINUTES_PER_HOUR = YearSetting(
    "hours.minutes",
    45,
    "一学时（分钟）",
    "记在线学习时按分钟折算学时，不足半学时的不计。",
    least=10,
    most=120,
)
HALF_DAY = YearSetting(
    "hours.half_day", 4, "半天（学时）", "在线集中学习半天折合多少学时。", least=1, most=12
)
WHOLE_DAY = YearSetting(
    "hours.whole_day", 8, "一天（学时）", "在线集中学习一天折合多少学时。", least=1, most=24
)
CUT_OFF_DAY = Setting(
    "exchange.cut_off_day", 30, "数据包截止日", "每月这一天之前交县里；月份较短时为月末。", 1, 31
)
ISSUER = Setting(
    "certificate.issuer", "", "聘书落款单位", "印在聘书右下角的发证单位全称。", most=40
)
TRAVEL_DETOUR = Setting(
    "travel.detour_percent",
    140,
    "绕路（%）",
    "没有填路程的两处阵地，按地图直线距离乘以这个数估算；140 是直线的 1.4 倍。",
    100,
    300,
)
TRAVEL_SPEED = Setting(
    "travel.speed", 40, "车速（公里/小时）", "估算路上时间时按这个速度。", 5, 120
)
PACKAGE_KINDS = Setting(
    "package.kinds",
    "党性教育、红色传统、乡村振兴、基层治理、产业发展、廉政警示",
    "套餐类别",
    "课堂+基地套餐分成哪几类，用顿号隔开；改了以后，已有套餐的类别不变。",
    least=2,
    most=120,
)
TEXT_SIZE = Setting("ui.text_percent", 100, "文字大小（%）", "100、125 或 150。", 100, 150)
APPEARANCE = Setting("ui.appearance", 0, "外观", "晚上用深色不刺眼；打印的纸和预览总是白的。", 0, 2)
HIGH_CONTRAST = Setting("ui.high_contrast", 0, "颜色对比", "屏幕暗或看不清时选高对比。", 0, 1)

AnySetting = Setting[int] | Setting[Decimal] | Setting[str]
DECLARED: tuple[AnySetting, ...] = (
    TARGET_MEMBER,
    TARGET_LEADER,
    GRACE_MINUTES,
    CREDIT_LATE,
    CREDIT_LEFT_EARLY,
    CREDIT_MADE_UP,
    ONLINE_CAP,
    MINUTES_PER_HOUR,
    HALF_DAY,
    WHOLE_DAY,
    CUT_OFF_DAY,
    ISSUER,
    TRAVEL_DETOUR,
    TRAVEL_SPEED,
    PACKAGE_KINDS,
    TEXT_SIZE,
    APPEARANCE,
    HIGH_CONTRAST,
)


def of_year(session: Session, setting: AnySetting, year: int) -> object:
    """What a setting is in a year; one that is not kept with the year is the same in all."""
    return setting.get(session, year) if isinstance(setting, YearSetting) else setting.get(session)


def change(session: WorkSession, typed: Mapping[str, str], year: int | None = None) -> Undo:
    """Store what the person typed, by key.

    Those kept with the year are stored for `year`, or for none. Raises BadInput for the first
    that does not fit.
    """
    stored, changed = _stored(session), []
    for setting in DECLARED:
        if setting.key not in typed:
            continue
        if isinstance(setting, YearSetting):
            different = _change_year(session, setting, typed[setting.key], year)
        else:
            before = setting.get(session)
            different = setting.put(session, typed[setting.key]) != before
        if different:
            changed.append(setting.key)
    session.note("settings.change", keys=changed, year=year)
    session.flush()
    return _way_back(stored, _stored(session), len(changed))


def _stored(session: Session) -> dict[str, str]:
    return {row.key: row.value for row in session.scalars(select(Row))}


def _way_back(before: Mapping[str, str], after: Mapping[str, str], changed: int) -> Undo:
    """Refused where one of those that differ was changed since."""
    keys = {key for key in {*before, *after} if before.get(key) != after.get(key)}

    def act(session: WorkSession) -> None:
        rows = {key: session.get(Row, key) for key in keys}
        if any((row.value if row else None) != after.get(key) for key, row in rows.items()):
            raise Refused(CHANGED_SINCE)
        for key, row in rows.items():
            if key not in before:
                session.delete(row)
            elif row is None:
                session.add(Row(key=key, value=before[key]))
            else:
                row.value = before[key]
        session.note("settings.undo", keys=sorted(keys))

    return Undo(f"修改 {changed} 项设置", "settings.undo", act)


def _change_year(session: WorkSession, setting: YearSetting, text: str, year: int | None) -> bool:
    """A correction of a past year must not reach into the years since."""
    before = setting.get(session, year)
    if year is not None and year < session.today().year:
        setting.put(session, str(setting.get(session, year + 1)), year + 1)
    return setting.put(session, text, year) != before
