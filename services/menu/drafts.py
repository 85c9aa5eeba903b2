"""Drafts of a year's menu, from nothing to published. What is published never changes."""

from dataclasses import dataclass
from uuid import UUID

from models.menu import Menu
from services.core.errors import BadInput, Refused
from services.core.fields import checked, draft, put, text
from services.core.session import WorkSession
from services.core.undo import Before, Final, Undo
from services.menu import queries
from services.menu.compare import differences
from services.menu.entries import (
    USUAL_PLACES,
    entries_of,
    make_entry,
    require_draft,
    words_of,
)
from services.menu.offers import offers
from services.menu.words import version_words
from services.school import own

FIRST_YEAR = 2000
YEARS_AHEAD = 1
MOST_NOTE = 200


@dataclass(frozen=True)
class Begun:
    """A draft that was begun. `left_out` were on the source and are out of use now."""

    id: UUID
    version: int
    entries: int
    left_out: int
    undo: Undo


@draft
class MenuDraft:
    """A draft's title, and the note that is printed under it."""

    title: str = text("菜单名称", 60)
    note: str = text(
        "菜单说明", MOST_NOTE, default="", lines=True, note="印在菜单抬头下面，例如交回的日期。"
    )


def begin(
    session: WorkSession, year: int, *, source: UUID | None = None, everything: bool = False
) -> Begun:
    """Begin the next version of a year: from another version, with everything that can be
    offered, or empty. Raises BadInput, and Refused where there is a draft already."""
    if not FIRST_YEAR <= year <= session.today().year + YEARS_AHEAD:
        raise BadInput("只能起草今年、明年或以前年份的菜单。")
    there = queries.versions(session, year)
    if there and there[0].published_at is None:
        raise Refused(f"{year} 年已经有一份草稿，请接着改那一份，或先放弃它。")
    version = there[0].version + 1 if there else 1
    before = Before(session)
    menu = session.make(
        Menu, year=year, version=version, title=f"{year}年度{own(session).name}课程菜单"
    )
    before.made(menu)
    session.flush()
    now = {one.id: one for one in offers(session)}
    left_out = 0
    if source is not None:
        copied = entries_of(session, source)
        kept = [one for one in copied if (one.course_id or one.package_id) in now]
        left_out = len(copied) - len(kept)
        rows = [(one.course_id or one.package_id, one.places, one.months) for one in kept]
    else:
        rows = [(key, USUAL_PLACES, []) for key in now] if everything else []
    for position, (key, places, months) in enumerate(rows, 1):
        assert key is not None
        before.made(make_entry(session, menu.id, now[key], position, places, months))
    session.note("menu.begin", id=str(menu.id), year=year, version=version, entries=len(rows))
    words, key = f"起草 {year} 年菜单（{version_words(version)}）", menu.id
    undo = before.undo(words, "menu.undo", lambda later: require_draft(later, key))
    return Begun(menu.id, version, len(rows), left_out, undo)


def describe(session: WorkSession, menu_id: UUID, draft: MenuDraft) -> Undo:
    """Change a draft's title and note. Raises BadInput, Refused."""
    values = checked(draft)
    menu = require_draft(session, menu_id)
    before = Before(session)
    before.keep(menu)
    put(menu, values)
    session.note("menu.describe", id=str(menu_id))
    return before.undo(
        f"修改 {menu.year} 年菜单的名称和说明",
        "menu.undo",
        lambda later: require_draft(later, menu_id),
    )


def discard(session: WorkSession, menu_id: UUID) -> Undo:
    """Throw a draft away. Raises Refused for a published menu."""
    menu = require_draft(session, menu_id)
    year, version = menu.year, menu.version
    before = Before(session)
    for entry in entries_of(session, menu_id):
        before.remove(entry)
    session.flush()
    before.remove(menu)
    session.note("menu.discard", id=str(menu_id))
    return before.undo(
        f"放弃 {year} 年菜单的草稿（{version_words(version)}）",
        "menu.undo",
        lambda later: _require_none_since(later, year, version),
    )


def publish(session: WorkSession, menu_id: UUID) -> Final:
    """Freeze a draft with the words and hours that its courses have now.

    Raises Refused where it is empty, offers what is out of use, or says what the last version
    says. It cannot be taken back: the next change begins a new version.
    """
    menu = require_draft(session, menu_id)
    entries = entries_of(session, menu_id)
    if not entries:
        raise Refused("菜单还是空的，请先加入课程。")
    now = {one.id: one for one in offers(session)}
    gone = [one for one in entries if (one.course_id or one.package_id) not in now]
    if gone:
        raise Refused(f"“{gone[0].title}”等 {len(gone)} 项已停用，请先移出菜单再发布。")
    last = queries.current(session, menu.year)
    if last is not None and not differences(session, last.version.id, menu_id):
        raise Refused(f"和{version_words(last.version.version)}完全一样，不用再发布。")
    for position, entry in enumerate(entries, 1):
        entry.position = position
        key = entry.course_id or entry.package_id
        assert key is not None
        for name, value in words_of(now[key]).items():
            setattr(entry, name, value)
    menu.published_at = session.now()
    session.note("menu.publish", id=str(menu_id), version=menu.version, entries=len(entries))
    return Final("发布了的菜单不再改动")


def _require_none_since(session: WorkSession, year: int, version: int) -> None:
    """A draft that was thrown away comes back only where none took its number."""
    if any(one.version >= version for one in queries.versions(session, year)):
        raise Refused(f"{year} 年又起草了一份，不能再找回原来的草稿。")
