"""Papers keep their bytes from version to version: what was issued can be made again."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime, time

import pytest

from services.certificate import appointment_paper
from services.certificate.appointment_paper import AppointmentPaper
from services.core import recovery_paper
from services.core.listing import ListColumn, Listing
from services.core.paper import list_paper
from services.core.recovery_paper import RecoveryPaper
from services.core.workspace import WorkspaceKind
from services.exchange import handover_slip, key_card
from services.exchange.handover_slip import HandoverSlip
from services.exchange.records import KeyCard
from services.member import study_card
from services.member.study_card import StudyCard

DAY = date(2026, 11, 23)
PAPERS: dict[str, Callable[[], bytes]] = {
    "appointment": lambda: appointment_paper.render(
        AppointmentPaper("ZS-聘-2026-0001", "张广运", "党员教育讲师", DAY, DAY, "仲山镇党校", DAY)
    ),
    "recovery": lambda: recovery_paper.render(
        RecoveryPaper("仲山镇党校", DAY, "-".join(["A1B2"] * 8))
    ),
    "list": lambda: list_paper.render(
        Listing("学员名单", "共 2 行", (ListColumn("姓名", 90),), (("张广运",), ("孔令岩",)))
    ),
    "card": lambda: key_card.render(
        KeyCard("仲山镇党校", "ZS", WorkspaceKind.school, "嘉祥县", " ".join(["12345"] * 12), DAY)
    ),
    "slip": lambda: handover_slip.render(
        HandoverSlip(
            "仲山镇党校",
            "嘉祥县",
            "2026-11",
            7,
            "a.bundle",
            4096,
            "1234",
            datetime.combine(DAY, time(9)),
            "赵静",
            (("学员", "12"),),
        )
    ),
    "cards": lambda: study_card.render([StudyCard("张广运", "东街", "1234567890123456")]),
}
BYTES = {
    "appointment": "bfb5ebb03b825879be0bc0aa99998c1c1ed7c9d7daff87c028d500cff4782c80",
    "card": "375de3bcfc07b9c6381e2040085bff000023025f365614457cd0c1dc56f57bc4",
    "cards": "a37253856253d24a13c584d32d70bb0eb7ec3ddddc2c985d870f35578d2b6007",
    "list": "a257e0e30a29619e10692463fb412c2b05fcfd6d62a3c402075f5263724543b3",
    "recovery": "1337d12920794ce0ba0cffd3c36da654625f7cad1cd27d3369da1f2ffcdc1bb2",
    "slip": "1b0e503b5cab4bffe8f41dd8c7f23cc06353580c37f38ee3485e1f08ae02cd4e",
}


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_a_paper_has_the_bytes_that_it_always_had(name: str) -> None:
    assert hashlib.sha256(PAPERS[name]()).hexdigest() == BYTES[name]
