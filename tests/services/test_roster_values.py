"""What clerks type into cells: dates, numbers, posts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.core.types import PartialDate
from services.core.sheet_table import cell_name
from services.member import Role
from services.member.post_words import read_post
from services.roster_import import values
from services.roster_import.standing import standing_of
from services.roster_import.values import UnreadableValue


def test_cells_are_named_as_the_spreadsheet_does() -> None:
    assert [cell_name(n, 85) for n in (0, 5, 25, 26, 701, 702)] == [
        "A85", "F85", "Z85", "AA85", "ZZ85", "AAA85",
    ]  # fmt: skip


DAYS = st.dates(date(1920, 1, 1), date(2030, 12, 31))
FORMS: tuple[tuple[str, Callable[[date], object]], ...] = (
    ("day", lambda d: d),
    ("day", lambda d: f"{d:%Y-%m-%d}"),
    ("day", lambda d: f"{d:%Y%m%d}"),
    ("day", lambda d: float(f"{d:%Y%m%d}")),
    ("day", lambda d: f"{d.year}.{d.month}.{d.day}"),
    ("day", lambda d: f" {d.year}年{d.month}月{d.day}日 "),
    ("day", lambda d: f"{d:%Y/%m/%d} 00:00:00"),
    ("day", lambda d: _wide(f"{d:%Y-%m-%d}")),
    ("day", lambda d: float((d - date(1899, 12, 30)).days)),
    ("month", lambda d: f"{d.year}.{d.month:02d}"),
    ("month", lambda d: f"{d.year}年{d.month}月"),
    ("month", lambda d: f"{d:%Y%m}"),
    ("month", lambda d: f"{d:%Y%m}00"),
    ("year", lambda d: f"{d.year}年"),
    ("year", lambda d: float(d.year)),
)


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@given(DAYS, st.sampled_from(FORMS))
def test_a_date_keeps_the_precision_it_came_with(
    day: date, form: tuple[str, Callable[[date], Any]]
) -> None:
    precision, write = form
    if precision == "day" and isinstance(write(day), float) and write(day) < 10_000:
        return  # 7506 may be a serial number, or a year and a month: it is told
    expected = {
        "day": PartialDate(day.year, day.month, day.day),
        "month": PartialDate(day.year, day.month),
        "year": PartialDate(day.year),
    }
    assert values.date_of(write(day)) == expected[precision]


@pytest.mark.parametrize(
    "cell", ["88.3", "2001-13", "2001-02-30", "去年", 2001.1, "3001-01-01", 12.0, "2001-7-1-1"]
)
def test_a_date_that_is_none_is_never_guessed(cell: str | float) -> None:
    with pytest.raises(UnreadableValue):
        values.date_of(cell)


@given(st.text(max_size=20))
def test_whatever_stands_in_a_cell_is_read_or_refused(text: str) -> None:
    read = values.identity_of(text, typed=True)
    assert not (read.number and read.fault)
    for clean in (values.date_of, values.phone_of, values.name_of):
        try:
            clean(text)
        except UnreadableValue:
            continue


@pytest.mark.parametrize(
    ("post", "role"),
    [
        ("党支部书记", Role.secretary),
        ("书记、村委会主任", Role.secretary),
        ("第一书记", Role.member),
        ("支书", Role.secretary),
        ("书记（一肩挑）", Role.secretary),
        ("“一肩挑”", Role.secretary),
        ("代书记", Role.secretary),
        ("书记(主持工作)", Role.secretary),
        ("老书记", Role.member),
        ("名誉书记", Role.member),
        ("离任书记", Role.member),
        ("退休书记", Role.member),
        ("支部书记（2018-2021）", Role.member),
        ("副主任、支委", Role.committee),
        ("副支书", Role.committee),
        ("党支部书记村委会主任", Role.secretary),
        ("党支部书记（村委会主任）", Role.secretary),
        ("党支部书记·村委会主任", Role.secretary),
        ("离退休干部党支部书记", Role.secretary),
        ("退休教师党支部书记", Role.secretary),
        ("原庄村党支部书记", Role.secretary),
        ("党支部书记（原籍石桥）", Role.secretary),
        ("县委办党支部书记", Role.secretary),
        ("书 记", Role.secretary),
        ("党支部副书记", Role.committee),
        ("组织委员", Role.committee),
        ("支委", Role.committee),
        ("村委会委员", Role.member),
        ("村委会主任", Role.member),
        ("团支部书记", Role.member),
        ("原党支部书记", Role.member),
        ("书记助理", Role.member),
        ("党员", Role.member),
        ("", Role.member),
    ],
)
def test_a_post_decides_the_target(post: str, role: Role) -> None:
    assert read_post(post).role is role


@pytest.mark.parametrize(
    "post",
    [
        "老书记",
        "原书记",
        "名誉书记",
        "离任书记",
        "支部书记（2018-2021）",
        "党支部书记（已退）",
        "支部书记（任期届满）",
        "镇党委书记",
        "第一书记",
        "两委成员",
        "旗手",
    ],
)
def test_what_is_not_beyond_doubt_is_told_and_is_no_secretary(post: str) -> None:
    assert read_post(post).told
    assert read_post(post).role is Role.member


@pytest.mark.parametrize(
    "post",
    [
        *("书记", "党员", "", "无", "村委会主任", "妇女主任", "大学生村官", "组织委员"),
        *("退役军人", "已退休", "民兵营长"),
    ],
)
def test_plain_posts_are_not(post: str) -> None:
    assert not read_post(post).told


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (13800000417.0, "13800000417"),
        ("138-0000-0417", "13800000417"),
        ("+8613800000417", "13800000417"),
        ("１３８００００ ０４１７", "13800000417"),
        ("13800000417、0537-6512345", "13800000417"),
        ("0537-6512345", "05376512345"),
        ("", ""),
    ],
)
def test_phones(cell: str | float, phone: str) -> None:
    assert values.phone_of(cell) == phone


@pytest.mark.parametrize("cell", ["群众 330106199001011234", "13800001111（入党申请人）"])
def test_who_is_no_member_is_told_without_the_cell(cell: str) -> None:
    assert standing_of(cell).out in ("是群众，不是党员", "是入党申请人，不是党员")
