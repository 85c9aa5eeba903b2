"""What a filled grid would change: new orders, other heads, withdrawn ones, and what cannot."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from models.core.words import Words
from models.menu import Menu
from models.order import Order
from services import branch, menu
from services.core.errors import BadInput
from services.core.session import WorkSession
from services.core.sheet_table import cell_name
from services.menu import EntryRow, version_words
from services.order.grid.content import Key, collective, published
from services.order.grid.reading import Filled, GridProblem, GridWish, Place, Said
from services.order.operations import too_many
from services.order.rules import OPEN, OrderState, members_in_use

TICKED = "打√没写人数，按 1 人记"


class GridChangeKind(Words):
    new = "new", "新点", "green"
    changed = "changed", "改人数", "blue"
    withdrawn = "withdrawn", "撤回", "amber"
    fixed = "fixed", "改不了", "red"  # another wish, but the order is in a class or was held
    unchanged = "unchanged", "没变"


@dataclass(frozen=True)
class GridChange:
    """One branch and one course or package. `before` and `after` are heads, 0 for none;
    `order_id` is None for a new one. `warning` needs a reason, `note` is only told."""

    kind: GridChangeKind
    branch_id: UUID
    branch: str
    what: str
    course_id: UUID | None
    package_id: UUID | None
    before: int
    after: int
    order_id: UUID | None
    ticked: bool
    warning: str
    note: str


@dataclass(frozen=True)
class GridComparison:
    """`said` are sentences about the files; `silent` counts the branches whose rows say nothing
    new. Nothing was written yet."""

    menu_id: UUID
    year: int
    version: int
    files: tuple[str, ...]
    said: tuple[str, ...]
    changes: tuple[GridChange, ...]
    problems: tuple[GridProblem, ...]
    silent: int

    def of(self, *kinds: GridChangeKind) -> tuple[GridChange, ...]:
        return tuple(one for one in self.changes if one.kind in kinds)


def compare(
    session: WorkSession, grids: Sequence[Filled], year: int, problems: Sequence[GridProblem] = ()
) -> GridComparison:
    """The filled grids of a year against its collective orders; `problems` are files that could
    not be read.

    Raises BadInput where the only file is no grid of ours or of that year, or no menu is
    published.
    """
    return _Compared(session, year, problems).compare(grids)


class _Compared:
    """One look at the data, for every cell."""

    def __init__(self, session: WorkSession, year: int, problems: Sequence[GridProblem]) -> None:
        self._session, self._year = session, year
        found = published(session, year)
        self._menu_id, self._version = found.version.id, found.version.version
        self._entries = found.entries
        self._by_key = {entry.offer_id: entry for entry in self._entries}
        self._orders = collective(session, year)
        self._members = members_in_use(session)
        self._names = branch.Names(session)
        self._branches = {
            row.id: row
            for row in session.scalars(
                select(Branch).where(Branch.owner == session.owner, Branch.outside.is_(False))
            )
        }
        self._said: list[str] = []
        self._problems = list(problems)
        # By branch: where it was said, and what of each course or package.
        self._rows: dict[UUID, tuple[str, dict[Key, GridWish | None]]] = {}
        self._twice: set[UUID] = set()
        self._silent: set[UUID] = set()

    def compare(self, grids: Sequence[Filled]) -> GridComparison:
        alone = len(grids) == 1 and not self._problems
        for filled in grids:
            try:
                self._take_file(filled)
            except BadInput as error:
                if alone:
                    raise
                self._problems.append(GridProblem(filled.file, "", error.message))
        changes = []
        for key, (_, wishes) in self._rows.items():
            if key not in self._twice:
                changes += self._changes_of(key, wishes)
        order = list(GridChangeKind)
        changes.sort(key=lambda one: (order.index(one.kind), not one.warning, one.branch))
        return GridComparison(
            self._menu_id,
            self._year,
            self._version,
            tuple(filled.file for filled in grids),
            tuple(dict.fromkeys(self._said)),
            tuple(changes),
            tuple(self._problems),
            len(self._silent - set(self._rows)),
        )

    def _take_file(self, filled: Filled) -> None:
        """Raises BadInput for a grid of another school or year."""
        known = self._entries_of(filled)
        columns: dict[int, EntryRow] = {}
        for place in filled.places:
            entry = self._entry(place, known)
            if entry is not None:
                columns[place.column] = entry
            elif any(place.column in row.wishes for row in filled.rows if row.touched):
                self._skip_column(filled, place)
        self._problems += filled.problems
        for row in filled.rows:
            self._take_row(filled, row, columns)

    def _entries_of(self, filled: Filled) -> dict[int, EntryRow]:
        """The entries of the menu that the file was made from, by position."""
        if filled.menu_id is None:
            self._said.append(
                f"“{filled.file}”没有点单表编号，可能是另存或重抄的，已按课程编码对应。"
            )
            return {}
        row = self._session.get(Menu, filled.menu_id)
        if row is None or row.owner != self._session.owner:
            raise BadInput("这张点单表不是从本校的菜单导出的，没有收。请检查是否选错了文件。")
        if row.year != self._year:
            raise BadInput(
                f"这是{row.year}年的点单表，现在收的是{self._year}年的，没有收。"
                "请选对文件，或先把订单页的年份换过来。"
            )
        if row.version != self._version:
            self._said.append(
                f"“{filled.file}”是{version_words(row.version)}菜单的点单表，"
                f"已按现在的{version_words(self._version)}对应。"
            )
        return {entry.position: entry for entry in menu.menu(self._session, row.id).entries}

    def _entry(self, place: Place, known: dict[int, EntryRow]) -> EntryRow | None:
        """What a column means on the present menu; None where it is not on it, or where its
        code and its hidden mark contradict each other."""
        if known:
            before = known.get(place.position or 0)
            if before is None or (place.code and place.code != before.code):
                return None
            return self._by_key.get(before.offer_id)
        fitting = [entry for entry in self._entries if entry.code == place.code]
        return fitting[0] if len(fitting) == 1 else None

    def _skip_column(self, filled: Filled, place: Place) -> None:
        letters = cell_name(place.column, 0).removesuffix("0")
        words = f"《{place.title}》" if place.title else "这门课"
        text = (
            f"{words}（{place.code}）不在{version_words(self._version)}菜单上，{letters} 列没有收。"
        )
        self._problems.append(GridProblem(filled.file, f"{letters} 列", text))

    def _take_row(self, filled: Filled, row: Said, columns: dict[int, EntryRow]) -> None:
        found = self._branch(row)
        if not row.touched:
            if found is not None:
                self._silent.add(found.id)
            return
        if found is None or found.retired_at is not None:
            self._problems.append(GridProblem(filled.file, row.cell, _who_words(row, found)))
            return
        wishes = {
            entry.offer_id: row.wishes.get(column)
            for column, entry in columns.items()
            if column not in row.unclear
        }
        where = f"“{filled.file}”{row.cell}"
        if found.id not in self._rows:
            self._rows[found.id] = where, wishes
        elif _heads(self._rows[found.id][1]) != _heads(wishes):
            self._twice.add(found.id)
            text = f"{found.short_name}在{self._rows[found.id][0]}已填过，两处不同，两处都没有收。"
            self._problems.append(GridProblem(filled.file, row.cell, text))

    def _branch(self, row: Said) -> Branch | None:
        """Who a row is about: the file remembers of which of two namesakes, else the name."""
        key = row.branch_id if row.branch_id in self._branches else self._names.find(row.name)
        return None if key is None else self._branches.get(key)

    def _changes_of(self, branch_id: UUID, wishes: dict[Key, GridWish | None]) -> list[GridChange]:
        made = []
        for key, wish in wishes.items():
            entry, order = self._by_key[key], self._orders.get((branch_id, key))
            change = self._change(self._branches[branch_id], entry, wish, order)
            if change is not None:
                made.append(change)
        return made

    def _change(
        self, row: Branch, entry: EntryRow, wish: GridWish | None, order: Order | None
    ) -> GridChange | None:
        heads, ticked = (wish.heads, wish.ticked) if wish is not None else (0, False)
        kind, note = _kind(order, heads, ticked=ticked)
        if kind is None:
            return None
        if kind is GridChangeKind.new and entry.retired:
            cell = wish.cell if wish is not None else ""
            text = f"《{entry.title}》已停用，{row.short_name}的点单没有收。"
            self._problems.append(GridProblem("", cell, text))
            return None
        warning = ""
        if kind in (GridChangeKind.new, GridChangeKind.changed):
            warning = too_many(heads, self._members.get(row.id, 0), row.short_name)
        before = order.heads if order is not None and kind is not GridChangeKind.new else 0
        return GridChange(
            kind=kind,
            branch_id=row.id,
            branch=row.short_name,
            what=entry.title,
            course_id=entry.course_id,
            package_id=entry.package_id,
            before=before,
            after=before if kind is GridChangeKind.unchanged else heads,
            order_id=order.id if order is not None and kind is not GridChangeKind.new else None,
            ticked=ticked,
            warning=warning,
            note=note,
        )


def _kind(order: Order | None, heads: int, *, ticked: bool) -> tuple[GridChangeKind | None, str]:
    """What a cell means beside the order there is; None where there is none and none is."""
    if order is None or order.state is OrderState.rejected:
        if not heads:
            return None, ""
        if order is not None and order.heads == heads:
            return GridChangeKind.unchanged, f"{order.number} 已答复不受理"
        return GridChangeKind.new, TICKED if ticked else ""
    if heads == order.heads or ticked:
        return GridChangeKind.unchanged, ""
    if order.state not in OPEN:
        return GridChangeKind.fixed, f"{order.number} {order.state.word}"
    return (GridChangeKind.changed, "") if heads else (GridChangeKind.withdrawn, order.number)


def _who_words(row: Said, found: Branch | None) -> str:
    if found is not None:
        return f"{found.short_name}已停用，这一行没有收。"
    if not row.name:
        return "这一行没有写党支部，没有收。"
    return f"没有叫“{row.name[:20]}”的党支部，或不止一个，这一行没有收。"


def _heads(wishes: dict[Key, GridWish | None]) -> dict[Key, int]:
    return {key: wish.heads for key, wish in wishes.items() if wish is not None and wish.heads}
