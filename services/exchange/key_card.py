"""The key card on paper (公钥卡): what the other side compares before it trusts a key."""

from services.core.paper import fonts, qr
from services.core.paper.declared import Paper, at_once
from services.core.paper.fonts import Face
from services.core.paper.sheet import OFFICIAL, RULE, Area, PaperSheet
from services.exchange.parties import own_card
from services.exchange.records import KeyCard

GROUPS_IN_A_LINE = 5
USES = (
    "本卡由本单位当面交给对方，或由双方认识的人送达；不要随U盘一起寄送。",
    "对方导入本单位的文件时，按屏幕提示输入本卡上的两组数字，对上后才会信任。",
    "数字对不上时，请不要继续，先打电话与本单位核实。",
    "更换电脑或重装程序后，本卡作废，须重新打印。",
)


def missing(content: KeyCard) -> tuple[str, ...]:
    """Characters that no font has; they are printed as 〓."""
    return fonts.missing(content.name + content.county_name)


def render(content: KeyCard) -> bytes:
    """One page as PDF."""
    sheet, area = PaperSheet("公钥卡"), OFFICIAL
    sheet.text(area.middle, 46, "公钥卡", face=Face.bold, size=26, align="center", spacing=8)
    facts = (
        ("单  位", content.name),
        ("类  别", content.kind.word),
        ("代  码", content.code),
        ("所属县", content.county_name),
        ("生成日期", f"{content.made_on:%Y年%m月%d日}"),
    )
    size, top, row, label = 46.0, 56.0, 9.2, 26.0
    sheet.grid(
        Area(area.left, top, area.width - size, row * len(facts)),
        [label, area.width - size - label],
        [row] * len(facts),
    )
    for number, (words, value) in enumerate(facts):
        y = top + row * number
        sheet.cell(Area(area.left, y, label, row), words, face=Face.hei, size=12)
        wide = area.width - size - label
        sheet.cell(Area(area.left + label, y, wide, row), value, size=12, align="left")
    square = Area(area.right - size, top, size, size)
    sheet.frame(square, weight=RULE)
    qr.draw(sheet, square, f"{content.code} {content.fingerprint.replace(' ', '')}")
    _draw_fingerprint(sheet, Area(area.left, 118, area.width, 48), content.fingerprint.split())
    sheet.text(area.left, 114, "公钥指纹", face=Face.bold, size=14)
    y = 182.0
    sheet.text(area.left, y, "使用说明", face=Face.bold, size=14)
    for number, line in enumerate(USES, start=1):
        y += 8.5
        y = sheet.paragraph(area.left, y, f"{number}. {line}", area.width, size=12)
    sheet.text(area.left, y + 24, "经办人（签字）：＿＿＿＿＿＿＿＿", size=12)
    sheet.text(area.right, y + 24, "（单位盖章）    ＿＿＿＿年＿＿月＿＿日", size=12, align="right")
    return sheet.done()


def _draw_fingerprint(sheet: PaperSheet, area: Area, groups: list[str]) -> None:
    """Each group with its number: the other side is asked for two of them by number."""
    lines = len(groups) // GROUPS_IN_A_LINE
    wide, high = area.width / GROUPS_IN_A_LINE, area.height / lines
    sheet.grid(area, [wide] * GROUPS_IN_A_LINE, [high] * lines)
    for number, group in enumerate(groups):
        line, place = divmod(number, GROUPS_IN_A_LINE)
        left, top = area.left + wide * place, area.top + high * line
        sheet.text(left + 2, top + 5.5, str(number + 1), face=Face.hei, size=10.5)
        middle = left + wide / 2
        sheet.text(middle, top + 16, group, face=Face.bold, size=24, align="center", spacing=2)


CARD = Paper(
    key="exchange.card",
    words="公钥卡",
    content=own_card,
    render=at_once(render),
    missing=missing,
    name=lambda _content: "公钥卡",
    verb="exchange.print_card",
)
