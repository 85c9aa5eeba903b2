"""The form with which an exemption is granted to one or several people."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import exemption
from services.core.call import call
from services.exemption import ExemptionDraft
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm

ART_23 = (
    "年老体弱、行动不便、身患重病或失能的党员，经党支部研究可以不要求学时（条例第 23 条）。"
    "减免的人不计入达标率，仍计入人数。"
)


def ask_grant(
    desk: Desk, parent: QWidget, people: Sequence[tuple[UUID, str]], year: int
) -> DraftForm[ExemptionDraft]:
    """Ask what the branch decided, and grant it to these people, each with id and name."""

    def save(draft: ExemptionDraft, reason: str) -> object:
        keys = [key for key, _ in people]
        told = f"已减免 {len(keys)} 人 {draft.starts_on.year} 年的学时。"
        return desk.perform(call(exemption.grant, keys, draft), told, reason)

    names = people[0][1] if len(people) == 1 else f"{people[0][1]}等 {len(people)} 人"
    today = desk.workspace.clock.local_now().date()
    start = {
        "starts_on": date(year, 1, 1),
        "ends_on": date(year, 12, 31),
        "decided_on": today,
    }
    form = DraftForm(
        parent,
        "exemption",
        f"学时减免：{names}",
        ExemptionDraft,
        save,
        start=start,
        beside=("ends_on",),
        save_words="减免",
        width=600,
    )
    form.open()
    return form
