"""Made-up people: names, identity numbers that pass their check, branches."""

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from stdnum.cn import ric

from models.branch import Branch
from models.core.types import PartialDate
from models.member import Member, MemberKind, Role
from services.core import text
from services.core.session import WorkSession

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "秀兰英建国庆华明芳丽军强永志文春红梅霞玉珍平福海山林波涛刚勇伟东新义成田立忠良德才"
VILLAGES = (
    "石桥", "柳林", "前张", "后李", "东吴", "西孟", "南陈", "北郭", "大刘", "小王", "卧龙",
    "狼山屯", "布山", "鲁楼", "韩垓", "马海", "阿城铺", "张坊",
)  # fmt: skip
AREA = "370829"


LATEST_JOINED = date(2024, 12, 31)
"""Nobody joins after the demo's days, nor is still to become full."""


def person(chance: random.Random) -> dict[str, Any]:
    """The made-up fields of one person; the identity number passes its check."""
    surname, given = (
        chance.choice(SURNAMES),
        "".join(chance.choices(GIVEN, k=chance.choice((1, 2)))),
    )
    born = date(1942, 1, 1) + timedelta(days=chance.randrange(365 * 62))
    joined = min(born + timedelta(days=365 * 18 + chance.randrange(365 * 10)), LATEST_JOINED)
    male = chance.random() < 0.68
    serial = chance.randrange(100) * 10 + chance.choice(
        (1, 3, 5, 7, 9) if male else (0, 2, 4, 6, 8)
    )
    stem = f"{AREA}{born:%Y%m%d}{serial:03d}"
    return {
        "name": surname + given,
        "sex": "男" if male else "女",
        "identity_number": stem + ric.calc_check_digit(stem + "0"),
        "born": PartialDate.of(born),
        "joined": PartialDate.of(joined),
        "became_full": PartialDate.of(joined + timedelta(days=365)),
        "phone": f"1{chance.choice('35789')}{chance.randrange(10**9):09d}",
    }


def add_branches(session: WorkSession) -> list[UUID]:
    rows = [
        {
            **session.stamp(),
            "name": f"中共演示镇{village}村支部委员会",
            "short_name": f"{village}村党支部",
        }
        for village in VILLAGES
    ]
    session.insert_many(Branch, rows)
    return [row["id"] for row in rows]


def add_members(
    session: WorkSession, branches: list[UUID], count: int, chance: random.Random
) -> list[UUID]:
    ids: list[UUID] = []
    taken: set[str] = set()
    readings: dict[str, tuple[str, str]] = {}
    rows = []
    for number in range(count):
        made = person(chance)
        while made["identity_number"] in taken:
            made = person(chance)
        taken.add(made["identity_number"])
        name = made["name"]
        if name not in readings:
            readings[name] = text.pinyin_of(name)
        role = _role(number, len(branches))
        row = {
            **session.stamp(),
            **made,
            "pinyin": readings[name][0],
            "initials": readings[name][1],
            "nation": "汉族",
            "education": chance.choice(("初中", "高中", "大专", "大学本科")),
            "kind": MemberKind.probationary if chance.random() < 0.03 else MemberKind.full,
            "role": role,
            "post": {Role.secretary: "党支部书记", Role.committee: "党支部委员"}.get(role, ""),
            "branch_id": branches[number % len(branches)],
            "occupation": "农牧渔民",
            "floating": chance.random() < 0.1,
            "note": "",
            "card_code": text.card_code(f"{chance.randrange(10**15):015d}"),
            "retired_at": None,
        }
        rows.append(row)
        ids.append(row["id"])
    session.insert_many(Member, rows)
    return ids


def _role(number: int, branches: int) -> Role:
    place = number // branches
    return Role.secretary if place == 0 else Role.committee if place <= 2 else Role.member
