"""Papers: fonts and rare characters, lines, tables, and that nothing on a sheet is lost."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
import qtawesome
from hypothesis import given
from hypothesis import strategies as st

from services.core import recovery_paper
from services.core.paper import fonts, table
from services.core.paper.fonts import Face
from services.core.paper.wrap import shorten, wrap
from services.core.recovery_paper import RecoveryPaper
from services.core.text import clean_name
from services.core.workspace import WorkspaceKind
from services.exchange import handover_slip, key_card
from services.exchange.handover_slip import HandoverSlip
from services.exchange.records import KeyCard
from services.member import study_card
from services.member.study_card import StudyCard
from services.sign_in import DeskPerson, SheetSource, SignInMethod, SignInStatus, sheet
from services.sign_in.queries import SignInFact
from services.training_class import LessonRow
from tests.helpers.pdf import pages, picture

NEWEST = "\U00032000"  # Extension H: no font of ours has it
TICKED = "☑"
PRIVATE = "\uf005"
SYMBOLS = next((Path(qtawesome.__file__).parent / "fonts").glob("fontawesome6-regular*.ttf"))
"""A font with the two characters above, which none of ours has."""
MORNING = datetime(2026, 11, 23, 9)  # noqa: DTZ001  (a local time)
NOBODY = UUID(int=1)
ON_LEAVE = SignInFact(
    NOBODY, SignInStatus.leave, SignInMethod.keyboard, None, MORNING, "住院", walk_in=False
)


@pytest.fixture(autouse=True)
def _no_system_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same fonts on each machine; tests that want others put them there."""
    monkeypatch.setattr(fonts, "system_folders", lambda: ())
    fonts.forget_system()
    yield
    fonts.forget_system()


def person(name: str, number: int = 0, **more: object) -> DeskPerson:
    made = DeskPerson(
        id=UUID(int=number + 1),
        name=name,
        branch="石桥村党支部",
        post="党员",
        phone_masked=f"138****{number:04d}",
        pinyin="",
        initials="",
        phone_tail="",
        identity_tail="",
        identity_number="",
        card_code="",
        cards=(),
        namesakes=1,
        fact=None,
    )
    return replace(made, **more)


def source(*persons: DeskPerson) -> SheetSource:
    lesson = LessonRow(
        id=NOBODY,
        class_id=NOBODY,
        class_title="村党组织书记轮训班",
        title="党的创新理论进基层",
        starts_at=MORNING,
        ends_at=MORNING.replace(hour=11, minute=30),
        site="主校区",
        room="201",
        hours=Decimal(4),
        course_id=NOBODY,
        room_id=NOBODY,
        lecturer="孔令岩",
        booking_state=None,
        present=0,
        signed=0,
        enrolled=len(persons),
    )
    return SheetSource("仲山镇党校", lesson, "赵静", persons)


def crowd(count: int) -> SheetSource:
    return source(*(person(f"学员{number:03d}", number) for number in range(count)))


@pytest.mark.parametrize("character", ["䶮", "𬍛", "𬭎", "㙍", "龘", "〇"])
def test_rare_characters_of_names_are_printed(character: str) -> None:
    assert fonts.missing(character) == ()
    printed = picture(sheet.render(source(person(character))))
    assert printed != picture(sheet.render(source(person("〓"))))
    assert printed != picture(sheet.render(source(person(" "))))


def test_a_character_that_the_body_face_lacks_is_set_in_another() -> None:
    kai_only = "𠮷"
    assert fonts.runs(f"李{kai_only}明", Face.song) == [
        (Face.song.value, "李"),
        (Face.kai.value, kai_only),
        (Face.song.value, "明"),
    ]


def test_cleaning_a_name_keeps_its_rarest_characters() -> None:
    assert clean_name(f"　李 {NEWEST}\u200b明") == f"李{NEWEST}明"
    assert clean_name(f"李{PRIVATE}") == f"李{PRIVATE}"


def test_text_that_its_face_has_stays_in_one_piece() -> None:
    text = "中共嘉祥县委组织部 2026年11月"
    assert fonts.runs(text, Face.kai) == [(Face.kai.value, text)]


def test_a_character_that_no_font_has_is_named_and_printed_as_a_mark() -> None:
    name = f"李{NEWEST}明{NEWEST}"
    assert fonts.missing(name) == (NEWEST,)
    assert sheet.missing(source(person(name))) == (NEWEST,)
    assert "李〓明〓" in pages(sheet.render(source(person(name))))[0]


def test_the_systems_fonts_are_asked_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fonts.missing(TICKED) == (TICKED,)
    (tmp_path / "broken.ttf").write_bytes(b"no font at all")
    shutil.copy(SYMBOLS, tmp_path / "symbols.ttf")
    monkeypatch.setattr(fonts, "system_folders", lambda: (tmp_path,))
    fonts.forget_system()
    assert fonts.missing(f"李{TICKED}") == ()
    assert fonts.missing(NEWEST) == (NEWEST,)
    pdf = sheet.render(source(person(f"李{TICKED}")))
    assert picture(pdf) != picture(sheet.render(source(person("李〓"))))
    assert str(tmp_path).encode() not in pdf


def test_a_private_code_is_asked_only_of_fonts_with_rare_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "system_folders", lambda: (tmp_path,))
    shutil.copy(SYMBOLS, tmp_path / "symbols.ttf")
    fonts.forget_system()
    assert fonts.missing(PRIVATE) == (PRIVATE,), "a star of an icon font is nobody's name"
    shutil.copy(SYMBOLS, tmp_path / "simsunb.ttf")
    fonts.forget_system()
    assert fonts.missing(PRIVATE) == ()


@given(st.text("王秀兰，。（）《》“”2026年11月日a ·", max_size=80), st.integers(40, 300))
def test_wrapped_lines_keep_every_character_and_fit(text: str, most: int) -> None:
    lines = wrap(text, Face.song, 10, most)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(fonts.width(line, Face.song, 10) <= most for line in lines)


def test_no_line_begins_with_a_closing_mark_or_cuts_a_date() -> None:
    text = "兹聘请张广运同志为党员教育讲师，聘期（自2026年11月23日至2028年12月31日）。"
    for most in range(60, 400, 7):
        for line in wrap(text, Face.kai, 10, most):
            assert line[0] not in "，。）"
            assert not line.endswith("（")
            assert line[0] not in "年月日"


def test_text_too_long_for_its_place_ends_in_dots() -> None:
    short = shorten("中共仲山镇狼山屯联合村第二支部委员会", Face.song, 10, 100)
    assert short.endswith("…")
    assert fonts.width(short, Face.song, 10) <= 100


@given(st.integers(0, 2_000), st.integers(1, 40), st.integers(1, 40))
def test_each_row_stands_on_one_page(rows: int, first: int, other: int) -> None:
    parts = table.split(rows, first, other)
    assert [row for part in parts for row in part] == list(range(rows))
    assert len(parts[0]) <= first
    assert all(0 < len(part) <= other for part in parts[1:])


@pytest.mark.parametrize("count", [0, 1, 12, 24, 25, 26, 48, 53, 500])
def test_the_sheet_names_everybody_once_and_repeats_its_header(count: int) -> None:
    texts = pages(sheet.render(crowd(count)))
    whole = "\n".join(texts)
    for number in range(count):
        assert whole.count(f"学员{number:03d}") == 1
    for number, text in enumerate(texts, start=1):
        assert "所在党支部" in text
        assert "签名" in text
        assert f"第 {number} 页 共 {len(texts)} 页" in " ".join(text.split())
    assert f"应到 {count} 人" in texts[-1]
    assert f"{count + 1:02d}" in texts[-1], "a blank row for somebody who comes without"


def test_the_sheet_says_where_when_and_who() -> None:
    (text,) = pages(sheet.render(source(person("王秀兰", fact=ON_LEAVE))))
    for words in (
        "仲山镇党校培训签到表", "村党组织书记轮训班", "党的创新理论进基层", "主校区201", "孔令岩",
        "赵静", "2026年11月23日（周一）09:00—11:30", "01", "138****0000", "请假", "班主任（签字）",
    ):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("name", ["王秀兰", "阿卜杜热合曼·麦麦提图尔逊", "䶮" * 30])
def test_long_names_are_never_lost(name: str) -> None:
    text = "".join(pages(sheet.render(source(person(name))))[0].split())
    assert name[:12] in text


def test_the_same_content_gives_the_same_bytes() -> None:
    assert sheet.render(crowd(48)) == sheet.render(crowd(48))
    assert sheet.render(crowd(48)) != sheet.render(crowd(49))


def test_the_recovery_paper_shows_every_group_with_its_number() -> None:
    code = "4KQ7-9XMZ-27BD-H3PW-RT5V-8NCE-6GYJ-M4SA"
    (text,) = pages(recovery_paper.render(RecoveryPaper("仲山镇党校", date(2026, 11, 23), code)))
    flat = text.replace(" ", "")
    assert all(group in flat for group in code.split("-"))
    assert all(f"第{number}组" in flat for number in range(1, 9))
    assert recovery_paper.missing(RecoveryPaper(f"镇{NEWEST}", date(2026, 1, 1), code)) == (NEWEST,)


def test_the_key_card_numbers_its_ten_groups() -> None:
    groups = [f"{number:04d}" for number in range(1111, 11110, 1111)] + ["0420"]
    card = KeyCard("仲山镇党校", "ZS", WorkspaceKind.school, "嘉祥县", " ".join(groups), MORNING)
    (text,) = pages(key_card.render(card))
    flat = text.replace(" ", "")
    assert all(group in flat for group in groups)
    for words in ("仲山镇党校", "ZS", "嘉祥县", "10", "2026年11月23日"):
        assert words in text


def test_the_slip_carries_what_both_sides_sign() -> None:
    lines = tuple((f"表{number:02d}", f"{number} 条") for number in range(30))
    slip = HandoverSlip(
        "仲山镇党校", "嘉祥县委组织部", "2026年11月", 17, "ZS-2026-11-000017.psb", 1_363_148,
        "4821 7730", MORNING, "李主任", lines,
    )  # fmt: skip
    texts = pages(handover_slip.render(slip))
    whole = "\n".join(texts)
    for words in ("ZS-2026-11-000017.psb（1.3 MB）", "第 17 号", "4821 7730", "接收人（签字）"):
        assert words in whole
    assert all(whole.count(what) == 1 for what, _ in lines)
    assert all("数量" in text for text in texts)


def test_study_cards_stand_ten_to_a_page() -> None:
    cards = [StudyCard(f"学员{n:02d}", "石桥村党支部", f"{n:016d}") for n in range(23)]
    texts = pages(study_card.render(cards))
    assert [sum(f"学员{n:02d}" in text for n in range(23)) for text in texts] == [10, 10, 3]
    assert "0000 0000 0000 0022" in texts[2]
