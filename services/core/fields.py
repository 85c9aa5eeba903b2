"""Fields: what a form asks for, each declared once on the draft that the form fills in.

    @draft
    class LecturerDraft:
        name: str = text("姓名", 30, clean=clean_name)
        source: LecturerSource = choice("来源", LecturerSource)
        post: str = text("职务", 40, default="")

A field without a default must be filled in. From the declaration come the check (`checked`), the
draft that a form starts from (`draft_of`), the words of a value on a card, in a list and in a
workbook, and the header words that an import looks for. What is special to one form, such as a
package's stages, is a plain field without a declaration, and plain code.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, TypeVar, Unpack, dataclass_transform

from models.core.words import Words
from services.core.errors import BadInput
from services.core.field_kinds import (
    Amount,
    Choice,
    Clean,
    Day,
    FieldKind,
    Hours,
    Moment,
    Number,
    PartialDay,
    Phone,
    Reference,
    Several,
    Suggested,
    Text,
    YesNo,
)
from services.core.listing import Cell
from services.core.sheet_reader import Cell as SheetCell

D = TypeVar("D")
DECLARED = "field"


@dataclass(frozen=True)
class Field:
    """One field. A `masked` one is never put into a form: left empty there, what is stored stays,
    and rows show it in an attribute of their own, `phone_masked`. `also` are further header words
    that an import takes for it."""

    name: str
    caption: str
    kind: FieldKind
    required: bool
    blank: Any
    hint: str
    note: str
    masked: bool
    also: tuple[str, ...]

    def check(self, value: Any, today: date) -> Any:
        """The value as it is kept. Raises BadInput that names the field."""
        try:
            return self.kind.check(value, self.caption, required=self.required, today=today)
        except BadInput as error:
            raise BadInput(error.message, self.name) from error

    def read(self, cell: SheetCell) -> Any:
        """What a spreadsheet's cell says, as a form would hold it. Raises BadInput."""
        value = self.kind.read(cell, self.caption)
        return _as_typed(self.kind, self.check(value, date.max))

    def shown(self, row: object) -> str:
        """What a card or a list shows of a row."""
        if self.masked:
            return str(getattr(row, f"{self.name}_masked"))
        return self.kind.words(getattr(row, self.name))

    def cell(self, row: object) -> Cell:
        """What a workbook gets of a row."""
        return self.shown(row) if self.masked else self.kind.cell(getattr(row, self.name))


class More(TypedDict, total=False):
    """What any field may say besides its kind (see Field)."""

    hint: str
    note: str
    masked: bool
    also: Sequence[str]


def _declared(caption: str, kind: FieldKind, default: Any, more: More) -> Any:
    made = Field(
        name="",
        caption=caption,
        kind=kind,
        required=default is MISSING,
        blank=kind.blank if default is MISSING else default,
        hint=more.get("hint", ""),
        note=more.get("note", ""),
        masked=more.get("masked", False),
        also=tuple(more.get("also", ())),
    )
    return dataclasses.field(default=default, metadata={DECLARED: made})


def text(
    caption: str,
    most: int,
    *,
    default: Any = MISSING,
    clean: Clean | None = None,
    lines: bool = False,
    **more: Unpack[More],
) -> Any:
    """One line, or several."""
    return _declared(caption, Text(most, clean, lines), default, more)


def suggested(
    caption: str,
    most: int,
    usual: Sequence[str] = (),
    *,
    default: Any = MISSING,
    free: bool = True,
    **more: Unpack[More],
) -> Any:
    """A text out of those usual; `free`: or any other."""
    return _declared(caption, Suggested(most, None, False, tuple(usual), free), default, more)


def choice(
    caption: str,
    of: type[Words],
    *,
    default: Any = MISSING,
    none: str = "",
    **more: Unpack[More],
) -> Any:
    return _declared(caption, Choice(of, none), default, more)


def reference(caption: str, *, default: Any = MISSING, none: str = "", **more: Unpack[More]) -> Any:
    return _declared(caption, Reference(none), default, more)


def several(caption: str, *, default: Any = MISSING, **more: Unpack[More]) -> Any:
    return _declared(caption, Several(), default, more)


def yes_no(caption: str, *, default: Any = MISSING, **more: Unpack[More]) -> Any:
    return _declared(caption, YesNo(), default, more)


def day(caption: str, *, default: Any = MISSING, past: bool = False, **more: Unpack[More]) -> Any:
    return _declared(caption, Day(past), default, more)


def partial_day(caption: str, *, default: Any = MISSING, **more: Unpack[More]) -> Any:
    return _declared(caption, PartialDay(), default, more)


def moment(caption: str, *, default: Any = MISSING, **more: Unpack[More]) -> Any:
    return _declared(caption, Moment(), default, more)


def whole(
    caption: str,
    least: int,
    most: int,
    *,
    default: Any = MISSING,
    unit: str = "",
    unknown: str = "",
    none: str = "",
    **more: Unpack[More],
) -> Any:
    kind = Number(Decimal(least), Decimal(most), 0, unit, unknown, none=none)
    return _declared(caption, kind, default, more)


def halves(
    caption: str,
    least: int,
    most: int,
    step: str,
    *,
    default: Any = MISSING,
    unit: str = "",
    unknown: str = "",
    **more: Unpack[More],
) -> Any:
    """In half steps, of which one is called `step`: 半天."""
    kind = Number(Decimal(least), Decimal(most), 1, unit, unknown, step)
    return _declared(caption, kind, default, more)


def money(caption: str, most: int, *, default: Any = MISSING, **more: Unpack[More]) -> Any:
    """Yuan and fen."""
    return _declared(caption, Number(Decimal(0), Decimal(most), 2, "元"), default, more)


def amount(caption: str, most: Decimal, *, default: Any = MISSING, **more: Unpack[More]) -> Any:
    """Yuan that need not be known yet."""
    return _declared(caption, Amount(most), default, more)


def hours(caption: str, *, default: Any = MISSING, **more: Unpack[More]) -> Any:
    return _declared(caption, Hours(), default, more)


def phone(caption: str, *, default: Any = MISSING, **more: Unpack[More]) -> Any:
    return _declared(caption, Phone(), default, more)


@dataclass_transform(
    frozen_default=True,
    field_specifiers=(
        text,
        suggested,
        choice,
        reference,
        several,
        yes_no,
        day,
        partial_day,
        moment,
        whole,
        halves,
        money,
        amount,
        hours,
        phone,
        dataclasses.field,
    ),
)
def draft(made: type[D]) -> type[D]:
    """A frozen dataclass whose fields may be declared by the functions above."""
    return dataclass(frozen=True)(made)


def fields_of(kind: type) -> tuple[Field, ...]:
    """The declared fields of a draft's class, in their order."""
    return tuple(
        dataclasses.replace(one.metadata[DECLARED], name=one.name)
        for one in dataclasses.fields(kind)
        if DECLARED in one.metadata
    )


def field_of(kind: type, name: str) -> Field:
    """One of them. Raises KeyError."""
    return {one.name: one for one in fields_of(kind)}[name]


def checked(draft: object, today: date = date.max) -> dict[str, Any]:
    """The declared fields' values as they are kept.

    Raises BadInput that says all that is wrong, the first first, and names those fields. `today`
    is for days that cannot be to come.
    """
    return _check_all(fields_of(type(draft)), vars(draft), today)


def changed(draft: object, today: date = date.max) -> dict[str, Any]:
    """As `checked`, without the masked ones that were left empty: what is stored stays."""
    values = checked(draft, today)
    empty = {one.name for one in fields_of(type(draft)) if one.masked and not values[one.name]}
    return {name: value for name, value in values.items() if name not in empty}


def checked_some(kind: type, values: Mapping[str, Any], today: date = date.max) -> dict[str, Any]:
    """As `checked`, of some fields of a draft's class. Raises KeyError for one that it has not."""
    return _check_all([field_of(kind, name) for name in values], values, today)


def put(row: object, values: Mapping[str, Any]) -> None:
    """Write checked values into a row that says its fields by the same names."""
    for name, value in values.items():
        setattr(row, name, value)


def draft_of(kind: type[D], row: object, **special: Any) -> D:
    """The draft that a form starts from, of a row that says its fields by the same names; masked
    ones are empty. `special` gives what is not declared."""
    values = {
        one.name: "" if one.masked else _as_typed(one.kind, getattr(row, one.name))
        for one in fields_of(kind)
    }
    return kind(**values, **special)


def headers(kind: type) -> dict[str, tuple[str, ...]]:
    """The header words by which an import finds each field, the plainest first."""
    return {one.name: (one.caption, *one.also) for one in fields_of(kind)}


def _as_typed(kind: FieldKind, value: Any) -> Any:
    return kind.words(value) if isinstance(kind, PartialDay) else value


def _check_all(fields: Sequence[Field], values: Mapping[str, Any], today: date) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    wrong: list[BadInput] = []
    for one in fields:
        try:
            kept[one.name] = one.check(values[one.name], today)
        except BadInput as error:
            wrong.append(error)
    if wrong:
        names = [name for error in wrong for name in error.fields]
        raise BadInput("".join(error.message for error in wrong), *names)
    return kept
