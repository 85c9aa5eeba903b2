"""What is carried from step to step: the two windows, the clock, what was counted."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from services.core.clock import FixedClock
from services.core.session import WorkSession
from services.core.workspace import Workspace
from ui.app import Run
from ui.core.main_window import MainWindow
from ui.tour.stage import TourFailed, TourStage

MORNING = datetime(2026, 11, 23, 8, 0)  # noqa: DTZ001  (a local time)
SCHOOL_PASSWORD = "tour-school-1"
COUNTY_PASSWORD = "tour-county-1"


@dataclass
class Story:
    """Two runs of the program, as on two computers, by one clock."""

    stage: TourStage
    clock: FixedClock = field(default_factory=lambda: FixedClock(MORNING))
    counts: dict[str, Any] = field(default_factory=dict)
    lesson: UUID | None = None
    school: Run = field(init=False)
    county: Run = field(init=False)

    def __post_init__(self) -> None:
        out, chooser = self.stage.out, self.stage.chooser
        self.school = Run(out / "school", chooser=chooser, clock=self.clock)
        self.county = Run(out / "county", chooser=chooser, clock=self.clock)
        self.play_on(self.school)

    def play_on(self, run: Run) -> None:
        """Go to the other computer."""
        self.stage.window = lambda: run.window

    def go(self, run: Run, page: str) -> None:
        """Open a page by its place in the sidebar."""
        self.play_on(run)
        self.stage.click(f"nav-{page}")

    def read(self, run: Run) -> AbstractContextManager[WorkSession]:
        """To see whether a step ended as it should."""
        return self._workspace(run).read()

    def main_window(self, run: Run) -> MainWindow:
        return run.main_window

    def workspaces(self) -> dict[str, dict[str, str]]:
        """Where the two were left, and what opens them."""
        return {
            "school": {"folder": "school", "password": SCHOOL_PASSWORD},
            "county": {"folder": "county", "password": COUNTY_PASSWORD},
        }

    def close(self) -> None:
        for run in (self.school, self.county):
            window, run.window = run.window, None
            if window is not None:
                window.hide()
                window.deleteLater()
            run.close()

    @staticmethod
    def _workspace(run: Run) -> Workspace:
        if run.workspace is None:
            raise TourFailed("数据夹没有打开")
        return run.workspace


def save_paper(story: Story, name: str, *, picture: str = "") -> None:
    """Save the paper in the preview as PDF and close the preview."""
    stage = story.stage
    stage.until_named("preview")
    if picture:
        stage.shot(picture)
    stage.chooser.next = stage.out / name
    stage.click("preview-save")
    stage.must((stage.out / name).read_bytes().startswith(b"%PDF"), f"{name} 不是 PDF")
    stage.click("preview-close")
    stage.until_closed("预览关上")
