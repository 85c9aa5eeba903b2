"""The appointment certificate: its words, its length in words, the room for the seal."""

import math
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certificate import appointment_paper
from services.certificate.appointment_paper import AppointmentPaper
from services.core.days import day_words
from tests.helpers.pdf import pages
from ui.core.document import Document

ISSUING = "中共嘉祥县委组织部"
PAPER = AppointmentPaper(
    "ZS-聘-2026-0001",
    "张广运",
    "党员教育讲师",
    date(2026, 1, 1),
    date(2028, 12, 31),
    ISSUING,
    date(2026, 11, 23),
)


def test_the_certificate_says_what_was_decided() -> None:
    (text,) = pages(appointment_paper.render(PAPER))
    flat = re.sub(r"\s", "", text)
    for words in (
        "聘书", "编号：ZS-聘-2026-0001", "兹聘请张广运同志为党员教育讲师",
        "聘期三年（自2026年1月1日至2028年12月31日）", "此聘。", ISSUING, "2026年11月23日",
    ):  # fmt: skip
        assert words in flat


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "一年"),
        (date(2026, 1, 1), date(2027, 12, 31), "两年"),
        (date(2026, 7, 1), date(2027, 12, 31), "一年六个月"),
        (date(2026, 3, 1), date(2026, 8, 31), "六个月"),
        (date(2026, 3, 15), date(2027, 9, 2), ""),
    ],
)
def test_the_length_of_a_term_in_words(first: date, last: date, words: str) -> None:
    assert appointment_paper.length_words(first, last) == words


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 1830))
def test_any_term_can_be_put_into_words(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    words = appointment_paper.words(replace(PAPER, starts_on=first, ends_on=last))
    assert "聘期" in words
    assert day_words(last) in words


@pytest.mark.parametrize(
    "paper",
    [
        PAPER,
        replace(
            PAPER,
            holder="阿卜杜热合曼·麦麦提图尔逊" * 2,
            title="农村实用技术与乡村振兴特聘兼职党员教育讲师（基层理论宣讲）",
            issuer="中共嘉祥县仲山镇委员会、嘉祥县仲山镇新时代党员教育实训中心联合办公室",
            starts_on=date(2026, 3, 15),
        ),
    ],
)
def test_nothing_but_issuer_and_date_stands_where_the_seal_goes(
    paper: AppointmentPaper,
) -> None:
    """Draws the certificate without issuer and date: the circle of 42 mm must be white."""
    blank = replace(paper, issuer=" ", issued_on=paper.issued_on)
    dots = 4  # a millimetre
    with Document(appointment_paper.render(blank)) as document:
        image = document.image(0, 297 * dots, 210 * dots)
    middle = (appointment_paper.SIGN_MIDDLE, appointment_paper.SEAL_MIDDLE)
    radius = appointment_paper.SEAL / 2
    date_line = range(int((middle[1] + 2) * dots), int((middle[1] + 12) * dots))
    inked = [
        (x, y)
        for x in range(int((middle[0] - radius) * dots), int((middle[0] + radius) * dots))
        for y in range(int((middle[1] - radius) * dots), int((middle[1] + radius) * dots))
        if y not in date_line
        and math.dist((x / dots, y / dots), middle) < radius
        and image.pixelColor(x, y).lightness() < 250
    ]
    assert inked == []


def test_several_certificates_are_a_page_each() -> None:
    papers = [replace(PAPER, number=f"ZS-聘-2026-{n:04d}") for n in range(1, 4)]
    texts = pages(appointment_paper.render_all(papers))
    assert [paper.number in text for paper, text in zip(papers, texts, strict=True)] == [True] * 3
