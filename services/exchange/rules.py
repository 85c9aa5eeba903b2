"""The settings that travel: those the county sets, and those that totals were made under."""

from collections.abc import Mapping

from sqlalchemy import delete

from models.setting import Setting as Row
from services.core import settings
from services.core.errors import BadInput
from services.core.session import WorkSession
from services.core.settings import YearSetting
from services.exchange.errors import BadContents

YEAR_DIGITS = 4
RULES: tuple[YearSetting, ...] = (
    settings.TARGET_MEMBER,
    settings.TARGET_LEADER,
    settings.GRACE_MINUTES,
    settings.CREDIT_LATE,
    settings.CREDIT_LEFT_EARLY,
    settings.CREDIT_MADE_UP,
    settings.ONLINE_CAP,
)
"""What hours are computed under; a snapshot says which rules its totals follow."""
COUNTY_RULES = (
    *RULES,
    settings.MINUTES_PER_HOUR,
    settings.HALF_DAY,
    settings.WHOLE_DAY,
)
"""What the county sets for its schools in a keyset, each with all its years."""


def of_year(session: WorkSession, year: int) -> dict[str, str]:
    """The rules of `RULES` that a year's hours are computed under, by key, as text."""
    return {rule.key: str(rule.get(session, year)) for rule in RULES}


def of_county(session: WorkSession) -> dict[str, str]:
    """What a keyset carries: every year that has a value of its own, and what the rest have."""
    cut_off = settings.CUT_OFF_DAY
    given = {cut_off.key: str(cut_off.get(session))}
    for rule in COUNTY_RULES:
        given |= {rule.key: str(rule.get(session)), **rule.stored(session)}
    return given


def adopt(session: WorkSession, given: Mapping[str, str]) -> None:
    """Make the county's settings ours: a rule that it gives has the county's years and no
    others. Raises BadContents where one does not fit."""
    try:
        if settings.CUT_OFF_DAY.key in given:
            settings.CUT_OFF_DAY.put(session, given[settings.CUT_OFF_DAY.key])
        for rule in COUNTY_RULES:
            if rule.key in given:
                _adopt_rule(session, rule, given)
    except BadInput as error:
        raise BadContents("县里的设置不合规定，没有导入。请联系县里。") from error


def _adopt_rule(session: WorkSession, rule: YearSetting, given: Mapping[str, str]) -> None:
    for key in rule.stored(session):
        if key not in given:
            session.execute(delete(Row).where(Row.key == key))
    rule.put(session, given[rule.key])
    for key, text in given.items():
        name, mark, year = key.partition("@")
        if name == rule.key and mark:
            if not (year.isascii() and year.isdecimal() and len(year) == YEAR_DIGITS):
                raise BadInput("年份不对。")
            rule.put(session, text, int(year))


def check(given: Mapping[str, str]) -> None:
    """Raises BadContents unless these are the rules of `RULES`, each within its bounds."""
    fits = set(given) == {rule.key for rule in RULES} and all(
        given[rule.key].isdecimal()
        and given[rule.key].isascii()
        and rule.least <= int(given[rule.key]) <= rule.most
        for rule in RULES
    )
    if not fits:
        raise BadContents("数据包里的学时规则不合规定，没有导入。")
