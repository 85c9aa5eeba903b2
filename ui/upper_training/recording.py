"""The form with which training elsewhere is recorded for one or several people."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import upper_training
from services.core.call import call
from services.upper_training import (
    TrainingLevel,
    TrainingRecorded,
    TrainingResult,
    UpperTrainingDraft,
)
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm

BESIDE = ("ends_on", "result", "later_hours")


def ask_training(
    desk: Desk, parent: QWidget, people: Sequence[tuple[UUID, str]]
) -> DraftForm[UpperTrainingDraft]:
    """Ask what class it was, and record it for these people, each with id and name. Days and hours
    are left open: what stands there already is taken for true by who is in a hurry."""

    def save(draft: UpperTrainingDraft, reason: str) -> object:
        recorded = call(upper_training.record, [key for key, _ in people], draft)
        return desk.perform(recorded, _told, reason)

    names = people[0][1] if len(people) == 1 else f"{people[0][1]}等 {len(people)} 人"
    form = DraftForm(
        parent,
        "upper-training",
        f"记上级调训：{names}",
        UpperTrainingDraft,
        save,
        start={
            "level": TrainingLevel.county,
            "result": TrainingResult.completed,
            "collective": True,
        },
        save_words="记下",
        beside=BESIDE,
        width=640,
    )
    form.open()
    return form


def _told(made: TrainingRecorded) -> str:
    words = f"已记 {len(made.training_ids)} 人的上级调训。"
    return words + (f"另有 {made.already} 人已经记过，没有重复记。" if made.already else "")
