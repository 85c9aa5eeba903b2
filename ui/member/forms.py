"""Taking a member or a guest in by hand, changing one, and making two records one."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from services import branch, member, merging
from services.core.call import call
from services.core.fields import fields_of
from services.core.undo import Made
from services.member import (
    PARTY_KINDS,
    GuestDraft,
    MemberDetail,
    MemberDraft,
    MemberFacts,
    Person,
    Persons,
)
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.core.field_widgets import Offer
from ui.core.widgets import label
from ui.member.merge import MergeDialog

KINDS: Sequence[Offer] = [(kind.word, kind) for kind in PARTY_KINDS]
BESIDE = ("nation", "education", "became_full", "occupation", "floating", "post")
GUEST_NOTE = "可以签到，不设年度目标，不计入党员人数。查明是本校党员时，用“合并”认定。"


def branches(desk: Desk) -> Sequence[Offer]:
    """The branches in use, by their whole names."""
    with desk.read() as session:
        return [(one.name, one.name) for one in branch.list_all(session)]


class MemberForm(DraftForm[MemberFacts]):
    """`shown` is whom to change, None for somebody new. Posts change in the record (学员档案)."""

    def __init__(
        self,
        parent: QWidget,
        offered: Sequence[Offer],
        shown: MemberDetail | None,
        persons: Persons[Person],
        save: Callable[[Any, str], object],
    ) -> None:
        super().__init__(
            parent,
            "member-edit" if shown else "member-new",
            "修改学员" if shown else "新增学员",
            MemberFacts if shown else MemberDraft,
            save,
            start=_start(MemberFacts, shown),
            offers={"branch": offered, "kind": KINDS},
            masked=_masked(shown),
            beside=BESIDE,
            width=560,
        )
        self._own_name, self._persons = shown.name if shown else "", persons
        self.namesakes = label("", "note")
        self.namesakes.setObjectName("member-new-namesakes")
        self.namesakes.hide()
        self.extra.addWidget(self.namesakes)
        self["name"].textChanged.connect(self._count_namesakes)

    def _count_namesakes(self, typed: str) -> None:
        name = typed.strip()
        others = sum(one.name == name for one in self._persons) if name != self._own_name else 0
        self.namesakes.setText(
            f"已有 {others} 名学员叫这个名字；保存后按不同的人分别记学时。" if others else ""
        )
        self.namesakes.setVisible(bool(others))


class GuestForm(DraftForm[GuestDraft]):
    """Somebody of another unit; `save` gets the whole draft."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        shown: MemberDetail | None,
        save: Callable[[MemberDraft, str], object],
        *,
        name: str = "",
        words: str = "保存",
    ) -> None:
        with desk.read() as session:
            units = [(unit, unit) for unit in branch.units(session)]
        super().__init__(
            parent,
            "guest",
            "修改外单位人员" if shown else "登记外单位人员",
            GuestDraft,
            lambda draft, reason: save(draft.whole, reason),
            start=_start(GuestDraft, shown) if shown else {"name": name},
            save_words=words,
            offers={"branch": units},
            masked=_masked(shown),
        )
        self.extra.addWidget(label(GUEST_NOTE, "note", wrap=True))


class MemberForms:
    """What the page and the record (学员档案) both offer. `persons` are those in use."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.persons: Persons[Person] = Persons()

    def new(self, parent: QWidget, then: Callable[[Made], object]) -> None:
        def save(draft: MemberDraft, reason: str) -> None:
            self._desk.perform(call(member.create, draft), "已新增学员。", reason, then=then)

        MemberForm(parent, branches(self._desk), None, self.persons, save).open()

    def new_guest(self, parent: QWidget, then: Callable[[Made], object]) -> None:
        def save(draft: MemberDraft, reason: str) -> None:
            told = "已登记外单位人员。"
            self._desk.perform(call(member.create, draft), told, reason, then=then)

        GuestForm(parent, self._desk, None, save).open()

    def edit(self, parent: QWidget, shown: MemberDetail) -> None:
        """Saving without a change is no step."""

        def save(draft: MemberFacts, reason: str) -> None:
            if draft == before:
                self._desk.messages.done(f"没有改动：{shown.name}。")
                return
            told = f"已保存：{draft.name.strip()}。"
            self._desk.perform(call(member.update, shown.id, draft), told, reason)

        before: MemberFacts
        if shown.guest:
            guest = GuestForm(parent, self._desk, shown, save)
            before = guest.draft().whole
            guest.open()
        else:
            form = MemberForm(parent, branches(self._desk), shown, self.persons, save)
            before = form.draft()
            form.open()

    def merge(self, parent: QWidget, shown: MemberDetail) -> None:
        MergeDialog(
            parent,
            self._desk,
            shown,
            self.persons,
            lambda other: self._desk.perform(
                call(merging.merge, shown.id, other), f"已合并为同一人：{shown.name}。"
            ),
        ).open()


def _start(kind: type, shown: MemberDetail | None) -> dict[str, Any]:
    """What a form starts from; numbers that are stored are never put into it."""
    if shown is None:
        return {}
    names = [one.name for one in fields_of(kind) if not one.masked]
    return {name: getattr(shown, name) for name in names} | {"branch": shown.branch_name}


def _masked(shown: MemberDetail | None) -> dict[str, str]:
    if shown is None:
        return {}
    return {"identity_number": shown.identity_masked, "phone": shown.phone_masked}
