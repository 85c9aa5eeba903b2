"""Names, masks, pinyin and card codes."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core import text

UNREAD = "兙兡嗧桛烪瓧瓰瓱瓼甅"
"""Old measures and characters made in Japan: no dictionary reads them, and nobody is called so."""
chinese = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5, exclude_characters=UNREAD),
    min_size=1,
    max_size=4,
)

INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}


class TestNames:
    @pytest.mark.parametrize(
        ("written", "clean"),
        [
            ("李　四", "李四"),
            (" 王 秀 兰 ", "王秀兰"),
            ("Ａ１", "A1"),
            ("买买提·艾力", "买买提·艾力"),
            ("Anna  Maria", "Anna Maria"),
            ("张\u200b三", "张三"),
            ("赵\n六", "赵六"),
        ],
    )
    def test_spaces_and_widths_go(self, written: str, clean: str) -> None:
        assert text.clean_name(written) == clean

    @given(st.text(max_size=30))
    def test_normal_text_is_normal_already(self, written: str) -> None:
        once = text.normal(written)
        assert text.normal(once) == once
        assert once == once.strip()
        assert "  " not in once
        assert not {unicodedata.category(letter) for letter in once.replace(" ", "")} & INVISIBLE
        assert unicodedata.normalize("NFKC", once) == once

    def test_prose_keeps_its_full_width_marks(self) -> None:
        assert text.prose("学习，讨论（一）：Ａ１") == "学习，讨论（一）：A1"


class TestMasks:
    @given(st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True))
    def test_an_identity_number_shows_three_and_four(self, number: str) -> None:
        mask = text.mask_identity(number)
        assert (mask[:3], mask[-4:], len(mask)) == (number[:3], number[-4:], 18)
        assert set(mask[3:-4]) == {"*"}

    @given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
    def test_a_phone_shows_three_and_four(self, phone: str) -> None:
        assert text.mask_phone(phone) == f"{phone[:3]}****{phone[-4:]}"

    def test_nothing_masks_to_nothing(self) -> None:
        assert (text.mask_identity(None), text.mask_identity(""), text.mask_phone("")) == ("",) * 3


class TestCards:
    @given(st.from_regex(r"[0-9]{15}", fullmatch=True))
    def test_a_made_code_is_a_code(self, digits: str) -> None:
        code = text.card_code(digits)
        assert code[:15] == digits
        assert text.is_card_code(code)

    @given(st.from_regex(r"[0-9]{15}", fullmatch=True), st.integers(0, 15), st.integers(1, 9))
    def test_one_misread_digit_is_noticed(self, digits: str, place: int, by: int) -> None:
        code = text.card_code(digits)
        wrong = str((int(code[place]) + by) % 10)
        assert not text.is_card_code(code[:place] + wrong + code[place + 1 :])

    @given(st.text(max_size=20))
    def test_other_text_is_none(self, written: str) -> None:
        assert not text.is_card_code(written) or (len(written) == 16 and written.isdigit())

    @pytest.mark.parametrize("written", ["", "1" * 15, "４" * 16, "370829199001011234", "abc"])
    def test_what_people_type_is_none(self, written: str) -> None:
        assert not text.is_card_code(written)


class TestPinyin:
    @pytest.mark.parametrize(
        ("name", "pinyin", "initials"),
        [
            ("王秀兰", "wangxiulan", "wxl"),
            ("曾乐", "zengle", "zl"),
            ("单雄信", "shanxiongxin", "sxx"),
            ("仇和", "qiuhe", "qh"),
            ("尉迟恭", "yuchigong", "ycg"),
            ("解放", "xiefang", "xf"),
            ("任重", "renzhong", "rz"),
            ("吕布", "lvbu", "lb"),
        ],
    )
    def test_a_surname_takes_its_own_reading(self, name: str, pinyin: str, initials: str) -> None:
        readings, first_letters = text.pinyin_of(name)
        assert pinyin in readings.split()
        assert initials in first_letters.split()

    def test_a_character_with_two_readings_is_found_by_both(self) -> None:
        assert set(text.pinyin_of("曾乐")[0].split()) >= {"zengle", "zengyue"}
        assert set(text.pinyin_of("张重")[1].split()) >= {"zc", "zz"}

    @pytest.mark.parametrize("nothing", ["\ufffe", "\uffff", "\ufdd0", "\U0010ffff"])
    def test_what_is_no_character_goes(self, nothing: str) -> None:
        assert text.normal(f"石桥{nothing}村") == "石桥 村"
        assert text.prose(f"{nothing}备注：") == "备注："

    @pytest.mark.parametrize("character", UNREAD)
    def test_a_character_that_nobody_reads_leaves_the_others_found(self, character: str) -> None:
        assert text.pinyin_of(f"李{character}芳") == ("lifang", "lf")

    @given(chinese)
    def test_every_name_has_readings_that_a_keyboard_can_type(self, name: str) -> None:
        readings, initials = text.pinyin_of(name)
        assert 1 <= len(readings.split()) <= 8
        assert initials
        typed = set(readings + initials) - {" "}
        assert typed <= set(string.ascii_lowercase)

    @pytest.mark.parametrize("name", ["", "A", "Anna", "·", "李A"])
    def test_a_name_that_is_not_chinese_does_no_harm(self, name: str) -> None:
        readings, initials = text.pinyin_of(name)
        assert isinstance(readings, str)
        assert isinstance(initials, str)
