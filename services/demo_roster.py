"""A made-up roster file with the faults that real ones have, from a seed: for tour and tests."""

import random
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from models.core.types import PartialDate
from services.demo import person
from services.demo.people import VILLAGES

SHEET = "党员花名册"
HEADER = (
    "序号", "姓名", "性别", "民族", "公民身份号码", "出生日期", "学历", "人员类别",
    "所在党支部", "加入党组织日期", "转为正式党员日期", "工作岗位", "党内职务", "手机号码",
    "是否流动党员", "备注",
)  # fmt: skip
HEADER_ROW = 3
IDENTITY_COLUMN = "E"
NAMESAKE = "王秀兰"
NAMESAKES = 6
RARE_NAME = "龙䶮"
_FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@dataclass(frozen=True)
class MadeRoster:
    """What was put into the file. `untrusted` are the cells, such as E85, whose identity
    numbers must not be believed; `repaired` those that only look odd."""

    people: int
    blank_rows: int
    namesakes: int
    untrusted: tuple[str, ...]
    repaired: tuple[str, ...]


def make_roster(path: Path, seed: int, people: int, *, town: str = "演示镇") -> MadeRoster:
    """Write an .xlsx roster of at least 30 people as a member register exports it.

    Of every 75 people one has an identity number stored as a number, one a wrong check digit
    or a lost digit; some numbers are full-width or end in a small x; some names hold a
    full-width space; dates come in seven forms; one row in 60 is blank; a total row closes.
    """
    if people < 30:
        raise ValueError("a roster of the demo has at least 30 people")
    chance = random.Random(seed)
    persons = _different_people(chance, people)
    made = [_row(chance, number, town, fields) for number, fields in enumerate(persons)]
    untrusted, repaired = _spoil(chance, made)
    blanks = people // 60
    lines: list[list[Any] | None] = list(made)
    for _ in range(blanks):
        lines.insert(chance.randrange(1, len(lines)), None)
    rows = {id(line): HEADER_ROW + number for number, line in enumerate(lines, 1) if line}
    _write(path, lines, town, people)
    return MadeRoster(
        people=people,
        blank_rows=blanks,
        namesakes=NAMESAKES,
        untrusted=tuple(sorted(_cell(rows[id(line)]) for line in untrusted)),
        repaired=tuple(sorted(_cell(rows[id(line)]) for line in repaired)),
    )


def _cell(row: int) -> str:
    return f"{IDENTITY_COLUMN}{row}"


def _different_people(chance: random.Random, count: int) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    while len(found) < count:
        made = person(chance)
        found.setdefault(made["identity_number"], made)
    return list(found.values())


def _row(chance: random.Random, number: int, town: str, made: dict[str, Any]) -> list[Any]:
    village = VILLAGES[number % len(VILLAGES)]
    place = number // len(VILLAGES)
    name = NAMESAKE if number < NAMESAKES else RARE_NAME if number == NAMESAKES else made["name"]
    if number > NAMESAKES and chance.random() < 0.04:
        name = f"{name[0]}　{name[1:]}"
    phone: Any = made["phone"]
    return [
        number + 1,
        name,
        made["sex"],
        chance.choice(("汉族", "汉族", "汉族", "回族")),
        made["identity_number"],
        _date(chance, made["born"]),
        chance.choice(("小学", "初中", "高中", "中专", "大专", "大学本科")),
        "预备党员" if chance.random() < 0.03 else "正式党员",
        f"中共{town}{village}村支部委员会",
        _date(chance, made["joined"]),
        _date(chance, made["became_full"]),
        chance.choice(("农牧渔民", "个体工商户", "离退休人员", "村(社区)干部")),
        "党支部书记" if place == 0 else "党支部委员" if place <= 2 else "",
        float(phone) if chance.random() < 0.03 else phone,
        "是" if chance.random() < 0.1 else "",
        "",
    ]


def _date(chance: random.Random, day: PartialDate) -> str | date:
    """One day as clerks write it; three of the forms keep only its month."""
    y, m, d = day.year, day.month, day.day
    return chance.choice(
        (
            f"{y}-{m:02d}-{d:02d}",
            f"{y}.{m:02d}.{d:02d}",
            f"{y}{m:02d}{d:02d}",
            f"{y}年{m}月{d}日",
            f"{y}.{m:02d}",
            f"{y}年{m}月",
            date(y, m, d),
        )
    )


def _spoil(chance: random.Random, rows: list[list[Any]]) -> tuple[list[list[Any]], list[list[Any]]]:
    """Put the faults in. Returns the rows that are not to be trusted, and those repaired."""
    column = HEADER.index("公民身份号码")
    count = max(1, len(rows) // 75)
    victims = chance.sample(rows[NAMESAKES:], 2 * count + 2)
    numeric, wrong, (wide, _) = victims[:count], victims[count : 2 * count], victims[2 * count :]
    for row in numeric:
        row[column] = float(row[column]) if row[column].isdigit() else float(row[column][:-1] + "0")
    for number, row in enumerate(wrong):
        text = row[column]
        row[column] = text[:-1] if number % 2 else text[:-1] + ("1" if text[-1] != "1" else "2")
    wide[column] = wide[column].translate(_FULL_WIDTH)
    repaired = [wide]
    small = next((row for row in rows if str(row[column]).endswith("X")), None)
    if small is not None:
        small[column] = small[column].lower()
        repaired.append(small)
    return [*numeric, *wrong], repaired


def _write(path: Path, lines: list[list[Any] | None], town: str, people: int) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        # A fixed time, so that the same seed makes the same bytes.
        book.set_properties({"created": datetime(2026, 10, 31)})  # noqa: DTZ001
        sheet = book.add_worksheet(SHEET)
        day = book.add_format({"num_format": "yyyy/m/d"})
        sheet.write_string(0, 0, f"{town}党员花名册（截至2026年10月31日）")
        sheet.write_string(1, 0, f"填报单位：中共{town}委员会")
        sheet.write_row(HEADER_ROW - 1, 0, HEADER)
        for number, line in enumerate(lines, HEADER_ROW):
            for column, value in enumerate(line or ()):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif value != "":
                    sheet.write(number, column, value)
        sheet.write_row(HEADER_ROW + len(lines), 0, ("合计", f"{people}人"))
        notes = book.add_worksheet("填表说明")
        notes.write_string(0, 0, "1. 身份证号按文本填写。")
