"""What differs between two versions of the menu."""

from dataclasses import dataclass
from uuid import UUID

from models.core.words import Words
from services.core.listing import text_of
from services.core.session import WorkSession
from services.menu.queries import EntryRow, Menu, menu
from services.menu.words import PACKAGE, month_words


class DifferenceKind(Words):
    added = "added", "新增", "green"
    removed = "removed", "移出", "red"
    changed = "changed", "改动", "amber"
    moved = "moved", "顺序", "blue"


@dataclass(frozen=True)
class Difference:
    """`what` names the field that changed, empty for an entry that came or went. `moved` stands
    once for all entries, `menu` fields have no code."""

    kind: DifferenceKind
    code: str
    title: str
    what: str = ""
    before: str = ""
    after: str = ""


def differences(session: WorkSession, old_id: UUID, new_id: UUID) -> tuple[Difference, ...]:
    """From one version to another: what came, went, changed, and whether the order did.

    A draft is compared with what its courses say now. Raises NotFound.
    """
    old, new = menu(session, old_id), menu(session, new_id)
    before = {one.offer_id: one for one in old.entries}
    after = {one.offer_id: one for one in new.entries}
    kinds = DifferenceKind
    found = [Difference(kinds.changed, "", what, what, a, b) for what, a, b in _heads(old, new)]
    found += [
        Difference(kinds.added, one.code, one.title)
        for one in new.entries
        if one.offer_id not in before
    ]
    found += [
        Difference(kinds.removed, one.code, one.title)
        for one in old.entries
        if one.offer_id not in after
    ]
    both = [(before[one.offer_id], one) for one in new.entries if one.offer_id in before]
    for was, now in both:
        told = zip(_fields(was).items(), _fields(now).values(), strict=True)
        found += [
            Difference(kinds.changed, now.code, now.title, what, a, b)
            for (what, a), b in told
            if a != b
        ]
    order = [was.position for was, _ in both]
    if order != sorted(order):
        found.append(Difference(kinds.moved, "", "条目的先后顺序"))
    return tuple(found)


def _heads(old: Menu, new: Menu) -> list[tuple[str, str, str]]:
    said = [("菜单说明", old.version.note, new.version.note)]
    if old.version.year == new.version.year:
        said.insert(0, ("菜单名称", old.version.title, new.version.title))
    return [(what, a, b) for what, a, b in said if a != b]


def _fields(entry: EntryRow) -> dict[str, str]:
    return {
        "编码": entry.code,
        "名称": entry.title,
        "基本任务": entry.task.word if entry.task else PACKAGE,
        "层级": entry.tier.word if entry.tier else "",
        "形式": entry.form,
        "学时": text_of(entry.hours),
        "对象": entry.audience,
        "讲师": entry.lecturers,
        "人数": str(entry.places),
        "月份": month_words(entry.months),
    }
