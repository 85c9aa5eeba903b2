"""Entries of a draft: add, set places and months, put in order, remove. Each can be taken back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.course import Task
from models.menu import Menu, MenuEntry
from services.core.errors import BadInput, NotFound, Refused
from services.core.fields import checked_some, draft, field_of, put, several, whole
from services.core.session import WorkSession
from services.core.undo import Before, Undo
from services.menu.offers import MenuOffer, offers

USUAL_PLACES = 50
MOST_PLACES = 9_999
TASK_ORDER = {task: place for place, task in enumerate(Task)}
MONTHS = range(1, 13)
IS_PUBLISHED = "这一版已经发布，不能再改；请起草新的一版。"


@draft
class EntryTerms:
    """What a draft's entry is offered on: to how many people at once, in which months, empty for
    the whole year."""

    places: int = whole("人数", 1, MOST_PLACES, default=USUAL_PLACES)
    months: tuple[int, ...] = several("月份", default=())


def add(
    session: WorkSession,
    menu_id: UUID,
    offer_ids: Collection[UUID],
    *,
    places: int = USUAL_PLACES,
    months: Iterable[int] = (),
) -> Undo:
    """Put courses and packages at the end of a draft; those on it already stay as they are.

    Raises BadInput; Refused for a published menu, for what is retired, and where nothing is new.
    """
    menu = require_draft(session, menu_id)
    terms = _checked({"places": places, "months": months})
    there = entries_of(session, menu_id)
    known = {one.course_id or one.package_id for one in there}
    now = {one.id: one for one in offers(session)}
    wanted = [key for key in dict.fromkeys(offer_ids) if key not in known]
    if any(key not in now for key in wanted):
        raise Refused("选中的课程或套餐已停用（或套餐还没有环节），不能放进菜单。")
    if not wanted:
        raise Refused("没有选中新的课程；已在菜单里的不会重复加入。")
    before = Before(session)
    last = max((one.position for one in there), default=0)
    for position, key in enumerate(wanted, last + 1):
        before.made(make_entry(session, menu.id, now[key], position, **terms))
    session.note("menu.add", id=str(menu_id), entries=len(wanted))
    return before.undo(f"加入菜单 {len(wanted)} 项", "menu.undo", _still_draft(menu_id))


def change(
    session: WorkSession,
    menu_id: UUID,
    entry_ids: Collection[UUID],
    *,
    places: int | None = None,
    months: Iterable[int] | None = None,
) -> Undo:
    """Set places or months, or both, of some entries; None leaves what they have.

    Raises BadInput; Refused for a published menu.
    """
    require_draft(session, menu_id)
    given = {"places": places, "months": months}
    values = _checked({name: one for name, one in given.items() if one is not None})
    before = Before(session)
    for entry in _chosen(session, menu_id, entry_ids):
        before.keep(entry)
        put(entry, values)
    session.note("menu.change", id=str(menu_id), entries=len(entry_ids))
    changed = "和".join(field_of(EntryTerms, name).caption for name in values)
    words = f"修改菜单里 {len(entry_ids)} 项的{changed}"
    return before.undo(words, "menu.undo", _still_draft(menu_id))


def move(session: WorkSession, menu_id: UUID, entry_ids: Collection[UUID], by: int) -> Undo:
    """Move some entries up (-1) or down (1) by one place, together. Raises Refused."""
    require_draft(session, menu_id)
    chosen = {entry.id for entry in _chosen(session, menu_id, entry_ids)}
    entries = entries_of(session, menu_id)
    order = entries if by < 0 else entries[::-1]
    for place in range(1, len(order)):
        if order[place].id in chosen and order[place - 1].id not in chosen:
            order[place - 1], order[place] = order[place], order[place - 1]
    session.note("menu.move", id=str(menu_id), entries=len(chosen), by=by)
    words = f"{'上移' if by < 0 else '下移'}菜单里的 {len(chosen)} 项"
    return _renumber(session, menu_id, order if by < 0 else order[::-1], words)


def group_by_task(session: WorkSession, menu_id: UUID) -> Undo:
    """Put a draft in the order of the seven tasks, packages last; inside a task as before."""
    require_draft(session, menu_id)
    now = {one.id: one.task for one in offers(session)}
    entries = entries_of(session, menu_id)

    def rank(entry: MenuEntry) -> int:
        task = now.get(entry.course_id, entry.task) if entry.course_id else None
        return TASK_ORDER[task] if task is not None else len(TASK_ORDER)

    session.note("menu.group_by_task", id=str(menu_id), entries=len(entries))
    return _renumber(session, menu_id, sorted(entries, key=rank), "按七项任务排菜单的顺序")


def remove(session: WorkSession, menu_id: UUID, entry_ids: Collection[UUID]) -> Undo:
    """Take entries off a draft. Raises Refused for a published menu."""
    require_draft(session, menu_id)
    chosen = _chosen(session, menu_id, entry_ids)
    before = Before(session)
    for entry in chosen:
        before.remove(entry)
    session.note("menu.remove", id=str(menu_id), entries=len(chosen))
    return before.undo(f"移出菜单 {len(chosen)} 项", "menu.undo", _still_draft(menu_id))


def require_draft(session: WorkSession, menu_id: UUID) -> Menu:
    menu = session.require(Menu, menu_id)
    if menu.published_at is not None:
        raise Refused(IS_PUBLISHED)
    return menu


def entries_of(session: WorkSession, menu_id: UUID) -> list[MenuEntry]:
    """In their order."""
    return list(
        session.scalars(
            select(MenuEntry)
            .where(MenuEntry.menu_id == menu_id)
            .order_by(MenuEntry.position, MenuEntry.id)
        )
    )


def make_entry(
    session: WorkSession,
    menu_id: UUID,
    offer: MenuOffer,
    position: int,
    places: int,
    months: Sequence[int],
) -> MenuEntry:
    return session.make(
        MenuEntry,
        menu_id=menu_id,
        course_id=None if offer.is_package else offer.id,
        package_id=offer.id if offer.is_package else None,
        position=position,
        places=places,
        months=list(months),
        **words_of(offer),
    )


def words_of(offer: MenuOffer) -> dict[str, Any]:
    """What an entry copies of what it offers."""
    names = ("code", "title", "task", "tier", "form", "hours", "audience", "lecturers")
    return {name: getattr(offer, name) for name in names}


def _chosen(session: WorkSession, menu_id: UUID, ids: Collection[UUID]) -> list[MenuEntry]:
    found = [entry for entry in entries_of(session, menu_id) if entry.id in set(ids)]
    if not found or len(found) != len(set(ids)):
        raise NotFound("选中的条目已经不在了，请刷新后再试。")
    return found


def _renumber(session: WorkSession, menu_id: UUID, order: Iterable[MenuEntry], words: str) -> Undo:
    before = Before(session)
    for position, entry in enumerate(order, 1):
        if entry.position != position:
            before.keep(entry)
            entry.position = position
    return before.undo(words, "menu.undo", _still_draft(menu_id))


def _still_draft(menu_id: UUID) -> Any:
    """A step is not taken back once the menu was published."""
    return lambda session: require_draft(session, menu_id)


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """Terms as they are kept. Of months each once, in order; all twelve are the same as none."""
    values = checked_some(EntryTerms, given)
    if "months" in values:
        months = sorted(values["months"])
        if not set(months) <= set(MONTHS):
            raise BadInput("月份应在 1 到 12 之间。", "months")
        values["months"] = [] if len(months) == len(MONTHS) else months
    return values
