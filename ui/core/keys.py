"""The keys of the program: each has one meaning on every page (docs/keys.md is made from this).

Inside a list, a form or a guide the arrows, Enter, Esc, Space and Tab mean what they mean
everywhere in Windows; they stand in no table. Where a guide asks a question with a few answers,
`VIEWS` are its first, second and third.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """`keys` as Qt reads them; `means` in the clerk's words."""

    keys: str
    means: str


SEARCH = Key("Ctrl+K", "查找人、课、班和功能")
EXPLAIN = Key("F1", "这一页有哪些按键")
BACK = Key("Alt+Left", "回到上一页")
UNDO = Key("Ctrl+Z", "撤销")
REDO = Key("Ctrl+Y", "重做")
DONE = Key("Ctrl+Shift+Z", "刚才做了什么")
NEW = Key("Ctrl+N", "新建、新增")
NEW_OTHER = Key("Ctrl+Shift+N", "新增另一种：外单位人员、教室")
EDIT = Key("Ctrl+E", "修改")
RENAME = Key("F2", "在原处修改、改名")
REMOVE = Key("Delete", "移出、停用、取消")
COPY_AS = Key("Ctrl+D", "复制成新的一个")
FIND = Key("Ctrl+F", "在本页查找")
IMPORT = Key("Ctrl+I", "从文件导入、收取")
OPEN = Key("Ctrl+O", "打开、预览")
SAVE = Key("Ctrl+S", "保存")
PRINT = Key("Ctrl+P", "打印")
PRINT_LIST = Key("Ctrl+Shift+P", "打印列表")
PRINT_MORE = Key("Ctrl+Shift+M", "打印其他材料")
EXPORT = Key("Ctrl+Shift+E", "导出 Excel、日历")
COLUMNS = Key("Ctrl+Shift+L", "选列")
NEXT = Key("Ctrl+Return", "办下一步")
CLASS = Key("Ctrl+B", "开班、报名、补齐学时")
LESSON = Key("Ctrl+L", "加课次、选课次")
APPOINT = Key("Ctrl+J", "聘任")
REVIEW = Key("Ctrl+R", "评审")
MERGE = Key("Ctrl+M", "合并")
CORRECT = Key("Ctrl+G", "更正")
PAST = Key("Ctrl+H", "以往的记录")
OTHER_VIEW = Key("Ctrl+T", "换一种看法")
TODAY = Key("Ctrl+Home", "回到今天、本周")
EARLIER = Key("Ctrl+PgUp", "前一年、前一月、前一周")
LATER = Key("Ctrl+PgDown", "后一年、后一月、后一周")
MOVE_UP = Key("Alt+Up", "上移")
MOVE_DOWN = Key("Alt+Down", "下移")
WHO = Key("Alt+D", "指定名单上的人是谁")
TICK = Key("Alt+A", "勾选列出的全部")
REVEAL = Key("F8", "显示、遮住密码")
FULL_SCREEN = Key("F11", "全屏")
LOCK = Key("Ctrl+Alt+L", "锁定")
VIEWS = tuple(Key(f"Alt+{number}", f"第 {number} 个视图") for number in range(1, 7))
SIGN_IN = (
    Key("F2", "迟到"),
    Key("F3", "早退"),
    Key("F4", "请假"),
    Key("F5", "补课"),
    Key("F6", "现场补名"),
)
"""Those of the sign-in desk alone, where a hand is on the keys all the time."""

ALL: tuple[Key, ...] = (
    *(value for value in list(globals().values()) if isinstance(value, Key)),
    *VIEWS,
)
