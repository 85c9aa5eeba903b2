"""Declared fields: what is checked, kept, shown and read again."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.core.types import PartialDate
from models.core.words import Words
from services.core.errors import BadInput
from services.core.fields import (
    amount,
    changed,
    checked,
    checked_some,
    choice,
    day,
    draft,
    draft_of,
    field_of,
    fields_of,
    halves,
    headers,
    hours,
    moment,
    money,
    partial_day,
    phone,
    reference,
    suggested,
    text,
    whole,
    yes_no,
)
from services.core.text import clean_name

TODAY = date(2026, 11, 23)
KEY = UUID(int=7)
MORNING = datetime(2026, 11, 23, 8, 30)  # noqa: DTZ001  (lesson times are local)
BORN = PartialDate(1970, 5)


class Way(Words):
    invited = "invited", "邀请"
    sent = "sent", "选派", "green"


@draft
class Thing:
    name: str = text("姓名", 6, clean=clean_name, also=("名字",))
    way: Way = choice("来源", Way)
    above: UUID | None = reference("上级")
    special: tuple[int, ...] = field()
    sex: str = suggested("性别", 2, ("男", "女"), free=False, default="")
    rank: str = suggested("职称", 8, ("正高", "副高"), default="")
    seen: bool = yes_no("看过", default=False)
    made: date | None = day("完成日期", past=True, default=None)
    born: str = partial_day("出生日期", default="")
    at: datetime = moment("时间", default=MORNING)
    heads: int = whole("人数", 1, 500, default=40, unit="人")
    paid: Decimal = money("金额", 9000, default=Decimal(0))
    length: Decimal = hours("学时", default=Decimal(4))
    phone: str = phone("手机", masked=True, default="")
    note: str = text("说明", 10, lines=True, default="")


GOOD = Thing("李 四", Way.sent, KEY, (1, 2))


@dataclass(frozen=True)
class Row:
    """What a query gives: the same names, and a mask."""

    name: str = "李四"
    way: Way = Way.sent
    above: UUID | None = KEY
    sex: str = "男"
    rank: str = ""
    seen: bool = True
    made: date | None = date(2026, 3, 1)
    born: PartialDate | None = BORN
    at: datetime = MORNING
    heads: int = 40
    paid: Decimal = Decimal("1234.5")
    length: Decimal = Decimal("2.50")
    phone_masked: str = "138****1234"
    note: str = ""


def test_what_is_kept_is_clean_and_leaves_out_what_is_special() -> None:
    kept = checked(GOOD, TODAY)
    assert kept["name"] == "李四"
    assert list(kept) == [one.name for one in fields_of(Thing)]
    assert "special" not in kept
    assert (kept["above"], kept["born"], kept["phone"]) == (KEY, None, "")


def test_all_that_is_wrong_is_said_at_once_and_the_fields_are_named() -> None:
    wrong = replace(GOOD, name=" ", sex="别的", made=date(2026, 11, 24), heads=0, above=None)
    with pytest.raises(BadInput) as told:
        checked(wrong, TODAY)
    assert told.value.fields == ("name", "above", "sex", "made", "heads")
    assert told.value.message == (
        "请填写姓名。上级没有选中，请从列表里选。性别只能是男、女。"
        "完成日期不能晚于今天。人数应在 1 到 500 之间。"
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("name", "一二三四五六七", "姓名不要超过 6 个字。"),
        ("way", None, "请选择来源。"),
        ("born", "昨天", "出生日期看不懂，请写成 2001.07 或 2001-07-01 这样。"),
        ("born", "2026.12", "出生日期不能晚于今天。"),
        ("paid", Decimal("3.001"), "金额最多写到小数点后 2 位。"),
        ("paid", Decimal("NaN"), "金额应在 0 到 9000 之间。"),
        ("length", Decimal("0.3"), "学时应在 0.5 到 24 之间，以半学时为单位。"),
        ("phone", "12", "电话应为 7 到 12 位数字，请检查。"),
        ("note", "一" * 11, "说明不要超过 10 个字。"),
    ],
)
def test_each_kind_refuses_in_its_own_words(name: str, value: Any, words: str) -> None:
    with pytest.raises(BadInput) as told:
        checked_some(Thing, {name: value}, TODAY)
    assert (told.value.message, told.value.fields) == (words, (name,))


def test_a_masked_field_left_empty_keeps_what_is_stored() -> None:
    assert "phone" not in changed(GOOD, TODAY)
    assert changed(replace(GOOD, phone="138 0537 1234"), TODAY)["phone"] == "13805371234"


def test_a_form_starts_from_a_row_and_changes_nothing_by_itself() -> None:
    start = draft_of(Thing, Row(), special=())
    assert (start.phone, start.born, start.made) == ("", "1970-05", date(2026, 3, 1))
    kept = changed(start, TODAY)
    assert {name: getattr(Row(), name) for name in kept} == kept


def test_a_value_reads_as_people_write_it_and_counts_in_a_workbook() -> None:
    def both(name: str) -> tuple[object, object]:
        return field_of(Thing, name).shown(Row()), field_of(Thing, name).cell(Row())

    assert both("way") == ("选派", "选派")
    assert both("seen") == ("是", "是")
    assert both("made") == ("2026-03-01", date(2026, 3, 1))
    assert both("born") == ("1970-05", "1970-05")
    assert both("at") == ("2026-11-23 08:30", "2026-11-23 08:30")
    assert both("paid") == ("1,234.50", Decimal("1234.5"))
    assert both("length") == ("2.5", Decimal("2.50"))
    assert both("phone") == ("138****1234", "138****1234")


def test_an_import_finds_a_field_by_its_caption_first() -> None:
    assert headers(Thing)["name"] == ("姓名", "名字")


def test_a_name_that_is_not_declared_is_a_bug() -> None:
    with pytest.raises(KeyError):
        checked_some(Thing, {"special": ()}, TODAY)


def kept_or_wrong(values: dict[str, Any]) -> dict[str, Any] | BadInput:
    try:
        return checked_some(Thing, values, TODAY)
    except BadInput as error:
        return error


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=14))
def test_what_passed_passes_again_unchanged(name: str, rank: str, note: str) -> None:
    kept = kept_or_wrong({"name": name, "rank": rank, "note": note})
    if isinstance(kept, BadInput):
        assert kept.fields
        assert kept.message.count("。") == len(kept.fields)
        return
    assert checked_some(Thing, kept, TODAY) == kept
    assert 0 < len(kept["name"]) <= 6
    assert len(kept["rank"]) <= 8
    assert len(kept["note"]) <= 10


@given(st.decimals(allow_nan=True, allow_infinity=True), st.integers())
def test_no_number_out_of_its_bounds_gets_through(paid: Decimal, heads: int) -> None:
    for name, value, least, most in (("paid", paid, 0, 9000), ("heads", heads, 1, 500)):
        kept = kept_or_wrong({name: value})
        if isinstance(kept, BadInput):
            assert kept.fields == (name,)
        else:
            assert least <= kept[name] <= most
            assert kept[name] == value
            assert round(Decimal(kept[name]), 2) == value


@given(st.text(alphabet="0123456789-./年月日 ", max_size=14))
def test_a_partial_date_is_read_again_as_it_was_kept(typed: str) -> None:
    kept = kept_or_wrong({"born": typed})
    if not isinstance(kept, BadInput):
        again = field_of(Thing, "born").kind.words(kept["born"])
        assert checked_some(Thing, {"born": again}, TODAY) == kept


@draft
class Loose:
    way: Way | None = choice("来源", Way, none="没有来源", default=None)
    places: int | None = whole("名额", 1, 500, none="不限", default=None)
    worth: Decimal | None = hours("学时", default=None)


def test_where_there_may_be_none_none_is_kept_and_says_nothing() -> None:
    loose = Loose()
    assert checked(loose) == {"way": None, "places": None, "worth": None}
    places = field_of(Loose, "places")
    assert (places.shown(loose), places.cell(loose)) == ("", "")
    with pytest.raises(BadInput) as told:
        checked(Loose(places=0))
    assert told.value.fields == ("places",)
    with pytest.raises(BadInput):
        checked(replace(GOOD, way=None), TODAY)


@draft
class Planned:
    days: Decimal = halves("天数", 0, 366, "半天", default=Decimal(0), unknown="未定")
    heads: int = whole("人数", 0, 9, default=0, unknown="未定")
    cost: Decimal | None = amount("预算", Decimal("99.99"), default=None)
    way: Way | None = choice("来源", Way, default=None, none="不分来源")


def test_what_nobody_knows_yet_is_kept_and_left_empty_in_lists() -> None:
    assert checked(Planned()) == {"days": 0, "heads": 0, "cost": None, "way": None}
    said = [(one.shown(Planned()), one.cell(Planned())) for one in fields_of(Planned)]
    assert said == [("", ""), ("", ""), ("", ""), ("不分来源", "不分来源")]
    known = Planned(Decimal("1.5"), 3, Decimal("0.5"), Way.sent)
    assert [one.shown(known) for one in fields_of(Planned)] == ["1.5", "3", "0.50", "选派"]


@pytest.mark.parametrize("days", ["0.3", "-0.5", "366.5", "NaN"])
def test_halves_are_whole_halves_within_their_span(days: str) -> None:
    with pytest.raises(BadInput, match="天数应在 0 到 366 之间，以半天为单位。"):
        checked(Planned(days=Decimal(days)))


@pytest.mark.parametrize("cost", ["100", "-1", "0.001", "NaN"])
def test_a_sum_is_at_most_what_its_field_says(cost: str) -> None:
    with pytest.raises(BadInput, match="元之间，最多写到分"):
        checked(Planned(cost=Decimal(cost)))


def test_a_sum_is_read_as_people_write_it() -> None:
    cost = field_of(Planned, "cost")
    read = [cost.read(cell) for cell in ("", "未定", "8 元", "0.005万元", 7.5)]
    assert read == [None, None, Decimal(8), Decimal(50), Decimal("7.5")]
    with pytest.raises(BadInput, match="预算：看不懂这个金额，请写成 8000"):
        cost.read("八千")
