"""Real encrypted workspaces, made once and copied, so that each test has its own quickly."""

import random
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from services import demo
from services.core import workspace
from services.core.clock import Clock
from services.core.ids import IdMaker
from services.core.workspace import Profile, Workspace, WorkspaceKind
from tests.helpers.remembered import once

PASSWORD = "correct-horse-1"
SCHOOL = Profile(WorkspaceKind.school, "仲山镇党校", "ZS", "嘉祥县", "李干事", "05376820000")
SECOND_SCHOOL = Profile(WorkspaceKind.school, "马集镇党校", "MJ", "嘉祥县")
COUNTY = Profile(WorkspaceKind.county, "嘉祥县委组织部", "JX", "嘉祥县")


class Templates:
    """Closed workspaces to copy from. Two copies are clones of one install, as in life.

    Several processes may share the folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def copy(self, profile: Profile, target: Path, clock: Clock) -> Path:
        """Put a copy of the workspace with this profile at `target`, closed."""
        shutil.copytree(self._template(profile, clock) / "workspace", target)
        return target

    def open(self, profile: Profile, target: Path, clock: Clock) -> Workspace:
        return workspace.unlock(self.copy(profile, target, clock), PASSWORD, clock=clock)

    def recovery_code(self, profile: Profile) -> str:
        """The recovery code of the copies with this profile."""
        return (self._folder / profile.code / "recovery_code").read_text("ascii")

    def _template(self, profile: Profile, clock: Clock) -> Path:
        template = self._folder / profile.code
        if not template.exists():
            beside = Path(mkdtemp(dir=self._folder))
            place = beside / "workspace"
            made = workspace.create(place, profile, PASSWORD, clock=clock, ids=IdMaker(clock))
            made.workspace.close()
            (beside / "recovery_code").write_text(made.recovery_code, "ascii")
            with suppress(OSError):  # another process was quicker
                beside.rename(template)
        return template


def fill(
    space: Workspace, *, members: int = 60, lessons: int = 4, sign_ins: int = 0, seed: int = 1
) -> None:
    """Made-up people, rooms, courses, lecturers, classes and sign-ins; a seed decides them."""
    size = demo.Size(members, lessons, sign_ins)
    once(
        f"filled {size} {seed}",
        [space],
        lambda: demo.fill(space, size, random.Random(seed), _say_nothing),
    )


def _say_nothing(_line: str) -> None:
    """Nobody reads what the generator says in a test."""
