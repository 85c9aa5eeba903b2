"""What a column may mean, and the words by which headers say so."""

from models.core.words import Words


class RosterField(Words):
    """What a roster says of a person."""

    full_name = "name", "姓名"
    sex = "sex", "性别"
    nation = "nation", "民族"
    identity = "identity", "身份证号"
    born = "born", "出生日期"
    education = "education", "学历"
    kind = "kind", "人员类别"
    branch = "branch", "党支部"
    joined = "joined", "入党日期"
    became_full = "became_full", "转正日期"
    occupation = "occupation", "工作岗位"
    post = "post", "党内职务"
    phone = "phone", "电话"
    floating = "floating", "流动党员"
    note = "note", "备注"
    political = "political", "政治面貌"
    state = "state", "党员状态"


SYNONYMS: dict[RosterField, tuple[str, ...]] = {
    RosterField.full_name: ("姓名", "党员姓名", "名字", "党员名字", "姓名全称"),
    RosterField.sex: ("性别",),
    RosterField.nation: ("民族", "族别"),
    RosterField.identity: (
        "公民身份号码", "公民身份证号码", "公民身份证号", "身份证号", "身份证号码", "身份证件号码",
        "身份证件号", "身份证", "身份号码", "居民身份证号", "居民身份证号码", "证件号码",
        "证件号", "身份证号码/证件号码",
    ),
    RosterField.born: ("出生日期", "出生年月", "出生年月日", "出生时间", "生日"),
    RosterField.education: ("学历", "文化程度", "最高学历", "学历学位"),
    RosterField.kind: ("人员类别", "党员类别", "党员类型", "党员性质", "类别"),
    RosterField.branch: (
        "所在党支部", "支部名称", "所属党组织", "所在党组织", "所属党支部", "党支部名称",
        "党组织名称", "所在支部", "所属支部", "党支部", "党组织", "支部", "组织关系所在党支部",
        "所在党组织名称", "所属党组织名称", "组织关系所在党组织", "党组织全称", "所在支部名称",
        "所属支部名称", "组织名称", "支部全称", "党支部全称", "所在党支部名称", "组织关系所在支部",
        "党员所在支部", "党员所在党支部", "现所在党支部", "现所在支部", "隶属党组织", "隶属党支部",
        "所属党支部名称", "所属党支部全称", "所属支部/党小组", "所在支部/党小组", "党支部/党小组",
        "所在村", "所属村", "村别", "村名", "所在村社区", "村/社区", "村居", "行政村", "所在社区",
        "所属社区", "社区", "村",
    ),
    RosterField.joined: (
        "加入党组织日期", "加入党组织时间", "入党时间", "入党日期", "入党年月",
        "加入中共时间", "加入中国共产党时间", "加入中共日期", "加入党组织年月", "入党年月日",
    ),
    RosterField.became_full: (
        "转为正式党员日期", "转为正式党员时间", "转正时间", "转正日期", "转正年月",
        "成为正式党员日期", "成为正式党员时间",
    ),
    RosterField.occupation: ("工作岗位", "职业", "从事职业", "工作单位及职务", "岗位"),
    RosterField.post: ("党内职务", "党组织职务", "党支部职务", "支部职务", "现任职务", "职务"),
    RosterField.phone: (
        "手机号码", "手机号", "手机", "联系电话", "联系方式", "移动电话", "电话", "电话号码",
    ),
    RosterField.floating: ("是否流动党员", "流动党员", "是否流动", "是否为流动党员"),
    RosterField.note: ("备注", "说明"),
    RosterField.political: ("政治面貌", "政治身份"),
    RosterField.state: (
        "党员状态", "人员状态", "状态", "党籍状态", "组织关系状态", "当前状态", "在册状态",
    ),
}  # fmt: skip

MEANINGS = {word: field for field, words in SYNONYMS.items() for word in words}

USELESS = frozenset(("序号", "编号", "号", "年龄", "党龄", "No.", "NO", "签名", "签字", "合计"))
"""Words of columns that a roster has and nobody needs: no question is asked about them."""

OTHER_LISTS = (
    (("主要讲授专题", "聘期起", "聘期", "职称"), "师资库", "“师资库”一页"),
    (
        ("班次名称", "培训班次", "调训班次", "主办单位", "举办单位", "培训学时"),
        "调训名单",
        "“上级调训”一页",
    ),
    (("期初学时", "累计学时", "已有学时", "截至", "含集中培训"), "期初学时表", "“学时台账”一页"),
    (("证书编号", "发证日期", "证书种类", "签发日期"), "旧证书登记簿", "“证书”一页"),
    (("课程编码", "课程名称", "课程类型", "教学形式"), "课程菜单", "“课程菜单”一页"),
)
"""Header words that tell which other list a file is, its name, and where it belongs."""


def other_list(words: set[str]) -> str:
    """The sentence for a file that is another list of the school; empty where it is none."""
    for marks, name, place in OTHER_LISTS:
        if sum(mark in words for mark in marks) >= 2:
            return f"这个文件是{name}，不是党员花名册，没有导入。请到{place}登记，这里请选花名册。"
    return ""
