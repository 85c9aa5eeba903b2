"""Play the whole line and say what came of it: pictures, papers, bundle, receipt, summary."""

import hashlib
import json
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from services.core import files
from services.core.errors import BadPlace
from ui import features
from ui.app import make_application
from ui.core import theme
from ui.tour import exchange, ledger, setting_up, sign_in, teaching, whose, year
from ui.tour.stage import TourFailed, TourStage
from ui.tour.story import Story

Step = Callable[[Story], None]
STEPS: tuple[tuple[str, Step], ...] = (
    ("school", setting_up.school_guide),
    ("roster_import", setting_up.roster),
    ("member", setting_up.home),
    ("site", teaching.site),
    ("course", teaching.course),
    ("training_class", teaching.training_class),
    ("enrolment", teaching.enrolment),
    ("lecturer", teaching.lecturer),
    ("booking", teaching.booking),
    ("sign_in", sign_in.sheet),
    ("sign_in", sign_in.morning),
    ("sign_in", sign_in.afternoon),
    ("hours", sign_in.hours),
    ("branch", ledger.record),
    ("hours", ledger.ledger),
    ("opening_hours", whose.opening_hours),
    ("upper_training", whose.upper_training),
    ("exemption", whose.exemption),
    ("newcomer", whose.newcomers),
    ("menu", year.yearly_menu),
    ("order", year.grid_out_and_in),
    ("order", year.one_class_for_several),
    ("plan", year.rotation_plan),
    ("timetable", year.timetable),
    ("training_class", year.called_off),
    ("certificate", teaching.certificate),
    ("exchange", exchange.keys),
    ("exchange", exchange.snapshot),
    ("exchange", exchange.taken_in),
    ("exchange", exchange.receipt),
    ("settings", setting_up.lock),
)
"""The story in its order, each step with the key of the feature that it shows. It is told across
features, on one day and with the same people, so it stands here and not in their packages."""
SUMMARY = "summary.json"


def play(out: Path, say: Callable[[str], object] = print) -> dict[str, Any]:
    """Leave everything in the new or empty folder `out`. `ok` is False where a step failed.

    Raises BadPlace, StorageError.
    """
    if out.exists() and any(out.iterdir()):
        raise BadPlace("放演示结果的文件夹里已有文件，请选一个空文件夹。")
    with files.explained("建立演示文件夹"):
        out.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.use(app, theme.Theme())
    else:
        app = make_application([])
    story = Story(TourStage(out.resolve(), say))
    failure, before = "", sys.excepthook
    sys.excepthook = lambda kind, error, trace: _caught(story.stage, error)
    try:
        for step in steps():
            step(story)
    except TourFailed as failed:
        failure = str(failed)
        story.stage.shot("failed")
        say(f"没有走完：{failure}")
    finally:
        story.close()
        sys.excepthook = before
    summary = {
        "ok": not failure,
        "failure": failure,
        "counts": story.counts,
        "seconds": story.stage.seconds,
        "pictures": story.stage.pictures,
        "workspaces": story.workspaces(),
        "files": _hashes(out),
    }
    with files.explained("写演示小结"):
        files.replace(out / SUMMARY, json.dumps(summary, ensure_ascii=False, indent=1).encode())
    return summary


def steps() -> tuple[Step, ...]:
    """Those of the features that the window has."""
    shown = {feature.key for feature in features.FEATURES}
    return tuple(step for key, step in STEPS if key in shown)


def _caught(stage: TourStage, error: BaseException) -> None:
    """What a slot raised ends the step: a tour that goes on over an error proves nothing."""
    traceback.print_exception(error)
    stage.unexpected.append(type(error).__name__)


def _hashes(out: Path) -> dict[str, str]:
    """SHA-256 of each file that was left beside the workspaces."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.iterdir())
        if path.is_file()
    }
