"""The recovery code on paper (恢复码): printed once at set-up, kept away from the computer."""

from dataclasses import dataclass
from datetime import date

from services.core.paper import fonts
from services.core.paper.declared import Drawn
from services.core.paper.fonts import Face
from services.core.paper.sheet import OFFICIAL, RULE, Area, PaperSheet

GROUPS_IN_A_LINE = 4
PURPOSE = (
    "忘记密码时，在“解锁”窗口输入这组恢复码，就能打开数据并重新设一个密码。",
    "恢复码和密码一样能打开全部数据，只应由负责人保管。",
)
KEEPING = (
    "打印两份，分别封进信封，写明“教务台恢复码”和日期。",
    "一份交党校负责人，一份放入单位保险柜或机要档案。",
    "不要放在电脑旁，不要拍照，不要发到微信、邮箱或其他网络上。",
)
LOSING = "密码和恢复码都丢失时，任何人都无法再打开数据，本程序的作者也不能。"


@dataclass(frozen=True)
class RecoveryPaper:
    """`code` is eight groups of four with hyphens between them."""

    name: str
    date: date
    code: str


def missing(content: RecoveryPaper) -> tuple[str, ...]:
    """Characters that no font has."""
    return fonts.missing(content.name)


def render(content: RecoveryPaper) -> bytes:
    """One page as PDF."""
    sheet = PaperSheet("恢复码")
    area = OFFICIAL
    sheet.text(area.middle, 46, "数据恢复码", face=Face.bold, size=26, align="center", spacing=4)
    words = f"{content.name}    {content.date:%Y年%m月%d日}生成"
    sheet.text(area.middle, 58, words, size=12, align="center")
    _draw_code(sheet, Area(area.left, 68, area.width, 52), content.code.split("-"))
    y = 136.0
    y = _draw_list(sheet, y, "有什么用", PURPOSE)
    y = _draw_list(sheet, y + 4, "怎样保管", KEEPING)
    y = _draw_list(sheet, y + 4, "请注意", (LOSING,))
    for number, words in enumerate(("保管人（签字）", "存放地点", "封存日期")):
        base = y + 14 + number * 12
        sheet.text(area.left, base, words, size=12)
        sheet.line(area.left + 34, base + 1.5, area.left + 110, base + 1.5)
    return sheet.done()


def _draw_code(sheet: PaperSheet, area: Area, groups: list[str]) -> None:
    """Each group with its number under it, so that it can be read out without a slip."""
    sheet.frame(area, weight=RULE)
    step = area.width / GROUPS_IN_A_LINE
    for number, group in enumerate(groups):
        line, place = divmod(number, GROUPS_IN_A_LINE)
        x, y = area.left + step * (place + 0.5), area.top + 16 + 24 * line
        sheet.text(x, y, group, face=Face.bold, size=28, align="center", spacing=3)
        sheet.text(x, y + 6.5, f"第 {number + 1} 组", size=9, align="center")


def _draw_list(sheet: PaperSheet, y: float, heading: str, lines: tuple[str, ...]) -> float:
    sheet.text(OFFICIAL.left, y, heading, face=Face.bold, size=14)
    for number, line in enumerate(lines, start=1):
        y += 8.5
        words = f"{number}. {line}" if len(lines) > 1 else line
        y = sheet.paragraph(OFFICIAL.left, y, words, OFFICIAL.width, size=12)
    return y + 8


def drawn(content: RecoveryPaper) -> Drawn:
    """Without a workspace: it is printed before there is anything to note."""
    return Drawn("recovery", "恢复码", "恢复码", render(content), missing(content))
