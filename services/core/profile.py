"""What a workspace is made with: who it is of, and a password."""

from dataclasses import dataclass

from models.school import WorkspaceKind
from services.core.checks import is_code
from services.core.errors import BadInput
from services.core.key_file import LEAST_PASSWORD


@dataclass(frozen=True)
class Profile:
    """What the first-run guide asks for. `code` is two to six capital letters or digits."""

    kind: WorkspaceKind
    name: str
    code: str
    county_name: str
    contact: str = ""
    phone: str = ""


def check_profile(profile: Profile) -> None:
    """Raises BadInput for a profile that a sheet or a file name could not carry."""
    if not profile.name.strip():
        raise BadInput("请填写名称。")
    if len(profile.name) > 40 or len(profile.county_name) > 40:
        raise BadInput("名称不要超过 40 个字。")
    if not profile.county_name.strip():
        raise BadInput("请填写县名。")
    if not is_code(profile.code):
        raise BadInput("代码用 2 到 6 个大写字母或数字，例如 ZS。")


def check_password(password: str) -> None:
    if len(password) < LEAST_PASSWORD:
        raise BadInput(f"密码至少 {LEAST_PASSWORD} 位。")
