"""Rows between and under the people that are nobody: totals, notes, instructions, examples,
headers once more."""

import re

from services.core.sheet_reader import Cell, Row
from services.core.sheet_table import word_of
from services.core.text import normal
from services.roster_import.columns import MEANINGS, RosterField
from services.roster_import.headers import RosterLayoutFound

LONGEST_WORD = 20
LONGEST_PERSON = 6
_FOOT = re.compile(r"[:：]|签字|签名|盖章|填表|制表|填报|审核人|总人数|^[(（].*[)）]$")
_INSTRUCTION = re.compile(
    r"必填|选填|填写|请填|不可为空|身份证一致|下拉|^(?:示|样|范)?例|^(?:如|注|说明)\s*[:：]|^示范"
)
_NOBODY = re.compile(
    r"[xX×Ｘ*〇○]+|某+|张三[(（]示例[)）]|.*[(（](?:示例|样例|例)[)）].*|文本|字符|无|没有|[-—－/\\.…·]+|同上|[〃″\"]+"
    r"|待定|待补|空缺|暂缺|缺|续表|接上页|转下页|NULL|null|nan|N/A|#N/A|填表说明|书记|支部书记|正式党员|预备党员"
    r"|以下.*"
)
"""What stands under 姓名 and is nobody's name."""
SAMPLE_MARKS = frozenset(
    ("例", "例如", "示例", "样例", "范例", "例:", "例：", "示例:", "示例：", "模板")
)


def is_note(row: Row) -> bool:
    """A line such as 填表人：赵静, or a title that each printed page has."""
    said = [cell for cell in row.cells[:LONGEST_WORD] if cell != ""]
    if not said or len(said) > 3 or not isinstance(said[0], str):
        return False
    if len(said) == 1:
        long = len(said[0]) > LONGEST_PERSON and "·" not in said[0]
        return long or _FOOT.search(said[0]) is not None
    return any(mark in said[0] for mark in ":：")


def is_sample(name: str, first: Cell) -> bool:
    """A row that tells how to fill the form in, or shows it: 必填, 例：张三, or 示例 as its number.
    `first` is the first cell of the row that says something."""
    return (
        first in SAMPLE_MARKS
        or _INSTRUCTION.search(name) is not None
        or _NOBODY.fullmatch(normal(name).replace(" ", "")) is not None
    )


def is_header(layout: RosterLayoutFound, row: Row) -> bool:
    """A header repeated on each printed page; of two rows, either."""
    name = row.cell(layout.columns[RosterField.full_name])
    if name and not (isinstance(name, str) and "名" in name):
        return False
    if name:
        return MEANINGS.get(word_of(name)) is RosterField.full_name
    said = [word_of(cell) for cell in row.cells if cell != ""]
    return all(any(word in known for known in layout.words) for word in said)
