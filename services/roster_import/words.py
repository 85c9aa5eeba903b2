"""Values of a person as they are shown: numbers masked, kinds in words."""

from typing import Any
from uuid import UUID

from models.core.words import Words
from services.core.text import mask_identity, mask_phone

FIELD_WORDS = {
    "name": "姓名",
    "sex": "性别",
    "nation": "民族",
    "identity_number": "身份证号",
    "born": "出生日期",
    "education": "学历",
    "kind": "人员类别",
    "role": "党内身份",
    "post": "党内职务",
    "branch_id": "党支部",
    "joined": "入党日期",
    "became_full": "转正日期",
    "occupation": "工作岗位",
    "phone": "电话",
    "floating": "流动党员",
    "note": "备注",
    "retired_at": "状态",
}


def words_of(field: str, value: Any, branches: dict[UUID, str]) -> str:
    """A column's value for people; `branches` has the short names."""
    if field == "retired_at":
        return "在册" if value is None else "已停用"
    if value is None or value == "":
        return "（空）"
    if field == "branch_id":
        return branches.get(value, "")
    if field == "identity_number":
        return mask_identity(value)
    if field == "phone":
        return mask_phone(value)
    if isinstance(value, Words):
        return value.word
    if field == "floating":
        return "是" if value else "否"
    return str(value)
