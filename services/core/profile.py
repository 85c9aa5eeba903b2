"""What a workspace is made with: who it is of, and a password."""

import re
from dataclasses import dataclass

from models.school import WorkspaceKind
from services.core.checks import is_code
from services.core.errors import BadInput
from services.core.key_file import LEAST_PASSWORD
from services.core.text import pinyin_of

MOST = 40
LONGEST_CODE = 6


@dataclass(frozen=True)
class Profile:
    """What the first-run guide asks for. `code` is two to six capital letters or digits."""

    kind: WorkspaceKind
    name: str
    code: str
    county_name: str
    contact: str = ""
    phone: str = ""


_PLACE = re.compile(
    r"^(中国共产党|中共)|(镇|乡|街道)?(办事处)?(党委|委员会)?党校$|[县市区]?委(员会)?组织部$|组织部$"
)
"""What stands around the place in the name of a school or of an organisation department."""


def check_profile(profile: Profile) -> None:
    """Raises BadInput that says all that a sheet or a file name could not carry, and names those
    fields."""
    found: list[tuple[str, str]] = []
    if not profile.name.strip():
        found.append(("name", "请填写名称。"))
    elif len(profile.name) > MOST:
        found.append(("name", f"名称不要超过 {MOST} 个字。"))
    if not is_code(profile.code):
        found.append(("code", "代码用 2 到 6 个大写字母或数字，例如 ZS。"))
    if not profile.county_name.strip():
        found.append(("county_name", "请填写县名。"))
    elif len(profile.county_name) > MOST:
        found.append(("county_name", f"县名不要超过 {MOST} 个字。"))
    if found:
        raise BadInput("".join(words for _, words in found), *(name for name, _ in found))


def suggested_code(name: str) -> str:
    """The first letters of the place in a name: ZS of 仲山镇党校; empty where that is no code."""
    place = _PLACE.sub("", name.strip()) or name.strip()
    letters = pinyin_of(place)[1].split()
    code = letters[0].upper()[:LONGEST_CODE] if letters else ""
    return code if is_code(code) else ""


def check_password(password: str) -> None:
    """Raises BadInput."""
    if len(password) < LEAST_PASSWORD:
        raise BadInput(f"密码至少 {LEAST_PASSWORD} 位。", "password")
