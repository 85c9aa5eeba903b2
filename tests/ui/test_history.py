"""The one history of the window: back and forward, in words, with the same rows."""

from dataclasses import dataclass
from threading import Event
from uuid import UUID

from pytestqt.qtbot import QtBot

from models.branch import Branch
from services import branch
from services.branch import BranchDraft
from services.core import settings
from services.core.call import LongCall, call
from services.core.errors import NeedsReason, Refused
from services.core.session import WorkSession
from services.core.sheet_reader import Progress
from services.core.undo import Before, Final, LongUndo, Made, Undo
from services.core.workspace import Workspace
from tests.helpers.pages import said, settle
from ui.core.desk import Desk
from ui.core.history import MOST, NOTHING, NOTHING_AGAIN, StepFate
from ui.core.work import WorkDialog

STONE = "中共仲山镇石桥村支部委员会"
ROAD = "中共仲山镇前进村支部委员会"


def found(session: WorkSession, name: str) -> Made:
    """A verb that makes a row, as every such verb does."""
    before = Before(session)
    row = session.make(Branch, name=name, short_name=name, retired_at=None)
    before.made(row)
    session.note("ui.found", id=str(row.id))
    return Made(row.id, before.undo(f"登记 {name}", "tests.undo"))


def warned(session: WorkSession, name: str, *, reason: str = "") -> Made:
    if not reason:
        raise NeedsReason("这个名称很少见。")
    session.note("ui.warned")
    return found(session, f"{name}（{reason}）")


def forever(session: WorkSession) -> Final:
    session.note("ui.forever")
    return Final()


def names(desk: Desk) -> dict[UUID, str]:
    with desk.workspace.read() as session:
        return {node.id: node.name for node in branch.tree(session)}


def test_what_was_made_changed_and_taken_back_comes_again_as_the_same_rows(desk: Desk) -> None:
    made = desk.perform(call(found, STONE), "已新增。")
    desk.do(call(branch.update, made.id, BranchDraft(ROAD)), "已改名。")
    after = names(desk)
    desk.history.take_back()
    desk.history.take_back()
    assert names(desk) == {}
    assert said(desk).said[-2:] == ["已撤销：修改 前进村党支部。", f"已撤销：登记 {STONE}。"]
    desk.history.redo()
    desk.history.redo()
    assert names(desk) == after == {made.id: ROAD}
    assert said(desk).said[-1] == "已重做：修改 前进村党支部。"
    desk.history.take_back()
    assert names(desk) == {made.id: STONE}


def test_something_new_ends_what_could_be_done_again(desk: Desk) -> None:
    desk.perform(call(found, STONE), "已新增。")
    desk.history.take_back()
    desk.perform(call(found, ROAD), "已新增。")
    desk.history.redo()
    assert said(desk).said[-1] == NOTHING_AGAIN
    assert list(names(desk).values()) == [ROAD]


def test_a_reason_is_asked_once_and_kept_for_the_next_time(desk: Desk) -> None:
    said(desk).reason = "县里起的名"
    desk.do(call(warned, STONE), "已新增。")
    desk.history.take_back()
    said(desk).warnings.clear()
    desk.history.redo()
    assert said(desk).warnings == []
    assert list(names(desk).values()) == [f"{STONE}（县里起的名）"]


def test_what_is_for_good_is_said_and_the_next_press_reaches_past_it(desk: Desk) -> None:
    desk.perform(call(found, STONE), "已新增。")
    desk.perform(call(forever), "已发出。")
    desk.history.take_back()
    assert said(desk).said[-1] == f"不能撤销：已发出。再按一次 Ctrl+Z 撤销：登记 {STONE}。"
    assert names(desk)
    desk.history.take_back()
    assert names(desk) == {}
    desk.history.take_back()
    assert said(desk).said[-1] == NOTHING


def test_what_was_changed_since_is_refused_once_and_not_offered_again(desk: Desk) -> None:
    made = desk.perform(call(found, STONE), "已新增。")
    with desk.workspace.write("branch.rename") as session:
        branch.rename(session, made.id, ROAD)
    desk.history.take_back()
    assert len(said(desk).errors) == 1
    assert list(names(desk).values()) == [ROAD]
    desk.history.take_back()
    assert said(desk).said[-1] == NOTHING


def test_the_toast_takes_back_its_own_step_once(desk: Desk) -> None:
    desk.perform(call(found, STONE), "已新增。")
    offered = said(desk).undo
    assert offered is not None
    desk.perform(call(found, ROAD), "已新增。")
    offered()
    offered()
    assert list(names(desk).values()) == [ROAD]
    assert len(desk.history.done) == 1


def test_work_of_a_guide_goes_back_but_not_forward(desk: Desk) -> None:
    undone: list[int] = []

    def act(session: WorkSession) -> None:
        session.note("tests.undo")
        undone.append(1)

    desk.history.did("已导入 2 人。", Undo("导入 2 人", "tests.undo", act))
    desk.history.take_back()
    desk.history.redo()
    assert undone == [1]
    assert said(desk).said[-1] == "不能重做：导入 2 人。请再做一次。"


def test_what_is_quiet_is_kept_and_not_said(desk: Desk) -> None:
    desk.perform(call(found, STONE), "已新增。", quiet=True)
    assert said(desk).said == []
    desk.history.take_back()
    assert names(desk) == {}


def test_only_the_last_steps_are_kept(desk: Desk) -> None:
    for number in range(MOST + 3):
        desk.perform(call(forever), f"第 {number} 步。")
    assert len(desk.history.done) == MOST
    assert desk.history.done[-1].words == f"第 {MOST + 2} 步。"


def test_a_call_is_named_for_its_feature_and_verb() -> None:
    assert call(branch.update, UUID(int=1), BranchDraft(STONE)).name == "branch.update"
    assert call(settings.change, {}).name == "settings.change"


def test_the_list_of_what_was_done_keeps_what_became_of_it(desk: Desk) -> None:
    made = desk.perform(call(found, STONE), "已新增。")
    desk.perform(call(forever), "已发出。")
    desk.history.take_back()
    with desk.workspace.write("branch.rename") as session:
        branch.rename(session, made.id, ROAD)
    desk.history.take_back()
    assert [(one.step.words, one.fate) for one in desk.history.log] == [
        ("已新增。", StepFate.refused),
        ("已发出。", StepFate.final),
    ]


def choosy(session: WorkSession, *, refuse: list[bool]) -> Made:
    if refuse[0]:
        raise Refused("现在不行。")
    session.note("ui.choosy")
    return found(session, STONE)


def test_a_redo_that_is_refused_can_be_tried_again(desk: Desk) -> None:
    refuse = [False]
    desk.do(call(choosy, refuse=refuse), "已新增。")
    desk.history.take_back()
    refuse[0] = True
    desk.history.redo()
    assert [one.message for one in said(desk).errors if isinstance(one, Refused)] == ["现在不行。"]
    assert names(desk) == {}
    refuse[0] = False
    desk.history.redo()
    assert list(names(desk).values()) == [STONE]


@dataclass(frozen=True)
class Slow:
    undo: LongUndo


def test_a_long_way_back_that_was_stopped_can_still_be_gone(qtbot: QtBot, desk: Desk) -> None:
    go_on = Event()

    def run(_workspace: Workspace, progress: Progress) -> str:
        go_on.wait(30)
        progress(0, 0, "正在撤销")
        return "都撤回了。"

    made = Slow(LongUndo(desk.workspace.owner, "导入花名册", "撤销导入", run))
    desk.history.ran(LongCall("导入", lambda *_: (made, ())), "已导入。", made, ())
    desk.history.take_back()
    dialog = said(desk).front().findChild(WorkDialog)
    assert dialog is not None
    dialog.stop.click()
    go_on.set()
    settle(qtbot, desk)
    assert said(desk).said[-1] == "已停止，没有改动任何数据。"
    assert [one.fate for one in desk.history.log] == [StepFate.stands]
    desk.history.take_back()
    settle(qtbot, desk)
    assert said(desk).said[-1] == "都撤回了。"
    assert [one.fate for one in desk.history.log] == [StepFate.back]
    desk.history.redo()
    settle(qtbot, desk)
    assert said(desk).said[-1] == "已重做：导入花名册。"
    assert desk.history.can_take_back
