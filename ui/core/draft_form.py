"""The form of a draft, made from its declaration (services/core/fields.py)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from services.core.errors import BadInput
from services.core.field_kinds import YesNo
from services.core.fields import Field, fields_of
from ui.core.field_widgets import Offer, read, widget_for
from ui.core.forms import FormDialog
from ui.core.making import Make, Making
from ui.core.several_field import SeveralField

D = TypeVar("D")


class DraftForm(FormDialog, Generic[D]):
    """One labelled field for each that `kind` declares, named `name`-field in tests.

    `start` gives the values to begin with: a draft, or what is known of a new one. `offers` are
    the words and values to pick from, by field; `masked` what is stored of a field that is never
    shown. `makes` says of what a field picks how one is made from here. Fields named in `beside`
    stand in the row of the one before. `save` gets the draft and a reason, "" at first, and raises
    what is wrong with it: the form stays open then, says all, and the keys go to the first field
    at fault.

    A form with something special in it is a subclass that adds to `extra`, or to the lines in
    `place`, and fills in `special`.
    """

    def __init__(
        self,
        parent: QWidget,
        name: str,
        title: str,
        kind: type[D],
        save: Callable[[D, str], object],
        *,
        start: D | Mapping[str, Any],
        save_words: str = "保存",
        offers: Mapping[str, Sequence[Offer]] | None = None,
        masked: Mapping[str, str] | None = None,
        makes: Mapping[str, Make] | None = None,
        beside: Collection[str] = (),
        width: int = 480,
    ) -> None:
        super().__init__(
            parent, title, save_words, lambda reason: save(self.draft(), reason), width=width
        )
        self.setObjectName(f"{name}-form")
        self._kind = kind
        known: Mapping[str, Any] = start if isinstance(start, Mapping) else vars(start)
        self._declared = fields_of(kind)
        self._widgets = {
            field.name: widget_for(
                field,
                f"{name}-{field.name}",
                known.get(field.name, field.blank),
                (offers or {}).get(field.name, ()),
                (masked or {}).get(field.name, ""),
            )
            for field in self._declared
        }
        self._made_here: dict[str, Making] = {}
        for name_of, make in (makes or {}).items():
            widget = self[name_of]
            if isinstance(widget, SeveralField):
                widget.make = make
            else:
                self._made_here[name_of] = self.let_make(widget, make)
        for field in self._declared:
            self.place(field, beside=field.name in beside)
        if beside:
            self._widen(beside)
        self[self._declared[0].name].setFocus()

    def __getitem__(self, name: str) -> Any:
        """The widget of a field."""
        return self._widgets[name]

    def special(self) -> dict[str, Any]:
        """The values of the draft that are not declared. Raises BadInput."""
        return {}

    def draft(self) -> D:
        """What stands in the form. Raises BadInput for what cannot be read."""
        for name, making in self._made_here.items():
            if making.lack:
                raise BadInput(making.lack, name)
        typed = {one.name: read(one, self._widgets[one.name]) for one in self._declared}
        return self._kind(**typed, **self.special())

    def point_at(self, names: Sequence[str]) -> None:
        for name in names:
            if (widget := self._widgets.get(name)) is not None:
                widget.setFocus()
                if isinstance(line := _line_of(widget), QLineEdit):
                    line.selectAll()
                return

    def place(self, field: Field, *, beside: bool) -> None:
        """Give a field its line; a subclass puts what is special before or after it."""
        caption = "" if isinstance(field.kind, YesNo) else field.caption
        self.add_field(caption, self._widgets[field.name], field.note, beside=beside)

    def _widen(self, beside: Collection[str]) -> None:
        """In a form of two columns those that stand alone take both."""
        names = [one.name for one in self._declared]
        alone = [
            name
            for name, after in zip(names, [*names[1:], ""], strict=True)
            if name not in beside and after not in beside
        ]
        self.span(*(self._widgets[name] for name in alone))


def _line_of(widget: QWidget) -> QWidget | None:
    return widget.lineEdit() if isinstance(widget, QComboBox) else widget
