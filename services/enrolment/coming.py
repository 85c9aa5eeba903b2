"""Words beside a name that say whether somebody comes, and what a line without people is."""

import re

_ABSENT = re.compile(
    r"不[来去到参能行可报方便在用]|没[来去空时法]|无法|来不|去不|到不|请.{0,3}假|[事病婚产休年]假"
    r"|有事|有病|生病|住院|看病|外出|出差|在外|外地|未[到来参报]|缺[席勤]|取消|退[出报]|除外|待定|不确定|不一定"
    r"|已故|去世|病故|逝世|调[走出离]|转出|除名|代替|×"
    r"|值班|有会|开会|医院|看情况|再定|缺$|^否$|作废|改[为成]|换[为成]|[疼痛]|不舒服|~~"
)
_LATE = re.compile(r"(?:会|要)?(?:晚|迟|晚点|稍晚|晚一点)到(?:一会儿?)?")
_ONLY_ABSENT = re.compile(
    r"(?:已|都)?(?:请假|缺席|缺勤|不参加|不来|不能来|不能参加|未报名|未参加|来不了|去不了|取消|请事假|请病假|[事病]假|外出|出差|值班|住院)(?:的)?"
)
_CROSSES = re.compile("[❌✗✘✖╳❎🙅🚫]")
_ONE_MORE = re.compile(
    r"\+\d{1,2}(?:人|位|个)?|[再另还]?带\w{0,2}?[\d一二两三四五六七八九十]{1,2}[人位个名]"
)
_HEADS = re.compile(r"(?:共|计|合计|等|总计)*\d{1,4}(?:人|名|位)")
SAYS_NOTHING = frozenset(
    (
        "同志",
        "党员",
        "学员",
        "男",
        "女",
        "正式党员",
        "预备党员",
        "先生",
        "女士",
        "姓名",
        "支部",
        "党支部",
        "所在支部",
        "所在党支部",
        "单位",
        "电话",
        "手机",
        "手机号",
        "联系电话",
        "职务",
        "身份证号",
        "身份证",
        "性别",
        "参加",
        "能参加",
        "可以参加",
        "准时参加",
        "按时参加",
        "确认参加",
        "会来",
        "能来",
        "已报名",
        "报名",
        "确认",
        "收到",
        "收到参加",
        "接龙",
        "本人",
        "√",
        "v",
    )
)
"""Words beside a name that change nothing: they do come, and what the next word is."""
_TITLE = re.compile(
    r"接龙|报名|培训|名单|通知|统计|截止|如下|参训|轮训|人员|请各|会议|时间|地点|合计|总计|序号|姓名"
    r"|(?:共|计)\d+人|学习班|党课|以下|格式"
)
_LABEL = re.compile(
    r"(?:以下)?(?:人员|党员)?(?:参加|参训|参会|参学|报名|培训|应到|实到|到会|学习|全体|出席|拟)*(?:的)?"
    r"(?:人员|名单|学员|党员|情况)*(?:如下|有|为)?"
)
_POST = re.compile(
    r"(?:党支部|支部|党总支|村|社区|镇|乡|组织|宣传|纪检|统战|青年|妇女|生产|第一|驻村|常务)*"
    r"(?:副)?(?:书记|支书|村支书|主任|委员|支委|会计|文书|镇长|乡长|村长|所长|站长|校长|院长|组长|队长|"
    r"网格员|干事|科长|主席|助理|同志|老师|教授|党员|女士|先生)"
)


def crossed(text: str) -> str:
    """Every sign of a cross as one: 张三❌ → 张三 × ."""
    return _CROSSES.sub(" × ", text)


def is_absent(text: str) -> bool:
    """Whether a word says that somebody does not come, or may not."""
    return _ABSENT.search(text) is not None


def is_only_absent(text: str) -> bool:
    """Whether that is all that a line says: 请假, 缺席, 不参加."""
    return _ONLY_ABSENT.fullmatch(text) is not None


def is_one_more(word: str) -> bool:
    return _ONE_MORE.fullmatch(word) is not None


def is_late(word: str) -> bool:
    """晚到: they come."""
    return _LATE.fullmatch(word) is not None


def is_count(word: str) -> bool:
    """3人, 共5人: how many, nobody."""
    return _HEADS.fullmatch(word) is not None


def is_post(word: str) -> bool:
    """书记, 村主任, 组织委员: what stands before or behind a name."""
    return _POST.fullmatch(word) is not None


def is_title(text: str) -> bool:
    """#接龙, 10月支部书记培训报名: what stands over a list. Only for a line without people."""
    return text.startswith("#") or _TITLE.search(text) is not None


def is_label(head: str) -> bool:
    """参训人员, 名单: what stands before those who come."""
    return bool(head) and _LABEL.fullmatch(head) is not None
