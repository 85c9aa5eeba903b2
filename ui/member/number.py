"""A number that is shown masked: whole on request, which is logged."""

from collections.abc import Callable
from uuid import UUID

from services.core.call import call, run
from services.core.session import WorkSession
from ui.core.desk import Desk
from ui.core.theme import set_role
from ui.core.widgets import button, label, row

Show = Callable[[WorkSession, UUID], str]
"""A verb that gives a whole number and notes that it was shown."""


class MaskedNumber:
    """`line` has the number and a button; `supply` is what the button does where a number that is
    wanted is not known yet."""

    def __init__(
        self, desk: Desk, name: str, verb: Show, supply: Callable[[], object] | None = None
    ) -> None:
        self._desk, self._verb, self._supply = desk, verb, supply
        self._shown: tuple[UUID, str] | None = None
        self._is_whole = False
        self.text = label("", "")
        self.text.setObjectName(name)
        self.button = button("显示", self._press, "link", name=f"{name}-show")
        self.line = row(self.text, self.button, None, gap=8)

    def show(self, member_id: UUID, masked: str, *, wanted: bool = False) -> None:
        """Somebody's number, masked; `wanted` says that it should be known."""
        self._shown, self._is_whole = (member_id, masked), False
        missing = wanted and not masked
        self.text.setText(masked or ("待核" if missing else "—"))
        set_role(self.text, "said-amber" if missing else "")
        can_supply = missing and self._supply is not None
        self.button.setText("补上" if can_supply else "显示")
        self.button.setVisible(bool(masked) or can_supply)

    def _press(self) -> None:
        assert self._shown is not None
        member_id, masked = self._shown
        if self._is_whole:
            self.show(member_id, masked)
        elif not masked and self._supply is not None:
            self._supply()
        elif whole := self._read(member_id):
            self._is_whole = True
            self.text.setText(whole)
            self.button.setText("隐藏")

    def _read(self, member_id: UUID) -> str:
        """Empty where it could not be shown."""
        try:
            whole, _ids = run(self._desk.workspace, call(self._verb, member_id))
        except Exception as error:
            self._desk.messages.error(error)
            return ""
        return whole
