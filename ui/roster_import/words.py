"""What the second step says of an import before it is done."""

from dataclasses import dataclass

from services.roster_import import Choices, Preview, RosterFileKind

CAN_UNDO = "导入前自动备份，导入后可以整个撤销。"
TRAINEES = (
    "这是参训名单：没有身份证号和出生日期，只用来核对，不新增也不改动党员。"
    "要报名请到“培训班与课表”。"
)
NOTHING_NEW = "文件里的人都已在册，内容一致，不需要导入。"


@dataclass(frozen=True)
class PreviewWords:
    """`go` is what the red button would do, empty where that is nothing; `note` stands beside."""

    go: str
    note: str


def words_of(shown: Preview, choices: Choices) -> PreviewWords:
    if shown.kind is RosterFileKind.trainees:
        return PreviewWords("", TRAINEES)
    people = shown.new + shown.changed + len(choices.who)
    go = f"导入 {people:,} 人" if people else "导入" if choices.leaving else ""
    if choices.leaving:
        go += f"，离开 {len(choices.leaving):,} 人"
    undecided = len(shown.to_decide) - len(choices.who)
    undecided += shown.waiting
    note = f"{undecided:,} 人待定，不会导入。" if undecided else ""
    return PreviewWords(go, note + (CAN_UNDO if go else "" if undecided else NOTHING_NEW))
