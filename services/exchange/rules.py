"""The settings that travel: those the county sets, and those that totals were made under."""

from collections.abc import Mapping

from services.core import settings
from services.core.errors import BadInput
from services.core.session import WorkSession
from services.core.settings import Setting
from services.exchange.errors import BadContents

RULES: tuple[Setting[int], ...] = (
    settings.TARGET_MEMBER,
    settings.TARGET_LEADER,
    settings.GRACE_MINUTES,
    settings.CREDIT_LATE,
    settings.CREDIT_LEFT_EARLY,
    settings.CREDIT_MADE_UP,
)
"""What hours are computed under; a snapshot says which rules its totals follow."""
COUNTY_RULES: tuple[Setting[int], ...] = (*RULES, settings.CUT_OFF_DAY)
"""What the county sets for its schools in a keyset."""


def current(session: WorkSession, rules: tuple[Setting[int], ...] = RULES) -> dict[str, str]:
    """The settings by key, as text."""
    return {rule.key: str(rule.get(session)) for rule in rules}


def adopt(session: WorkSession, given: Mapping[str, str]) -> None:
    """Make the county's settings ours. Raises BadContents where one does not fit."""
    try:
        for rule in COUNTY_RULES:
            if rule.key in given:
                rule.put(session, given[rule.key])
    except BadInput as error:
        raise BadContents("县里的设置不合规定，没有导入。请联系县里。") from error
    session.features.add("settings")


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
