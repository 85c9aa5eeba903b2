"""Trust in the other side's keys: two groups of digits, typed from its paper key card."""

from collections.abc import Callable

from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from services import exchange
from services.core.call import call
from services.core.errors import BadInput
from services.exchange import Introduction, PeerRow
from ui.core.desk import Desk
from ui.core.forms import FormDialog, text_field
from ui.core.widgets import label

GROUP_DIGITS = 4


class TrustDialog(FormDialog):
    """`on_trusted` gets the peer once its keys are pinned."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        data: bytes,
        who: Introduction,
        on_trusted: Callable[[PeerRow], object],
    ) -> None:
        super().__init__(parent, "核对公钥卡", "核对无误", self._trust, width=480)
        self.setObjectName("trust")
        self._desk, self._data = desk, data
        self._on_trusted = on_trusted
        self._peer: PeerRow | None = None
        text = (
            f"文件自称来自“{who.name}”（代码 {who.code}）。请拿出它的纸质公钥卡，"
            "照卡上的指纹输入下面两组数字。卡要当面或由可靠的人送来，不要从 U 盘里打开。"
        )
        if who.known:
            text += "这把公钥以前核对过；对方换过电脑或恢复过数据，才需要再核对一次。"
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.insertWidget(1, label(text, "hint-blue", wrap=True))
        self.fields = [self._group(number) for number in who.asked]
        for number, field in zip(who.asked, self.fields, strict=True):
            self.add_field(f"第 {number} 组", field)
        self.fields[0].textEdited.connect(self._go_on)
        self.fields[0].setFocus()
        # Told only after this dialog has closed, so that what follows is no child of it.
        self.accepted.connect(self._tell)

    @staticmethod
    def _group(number: int) -> QLineEdit:
        field = text_field(f"group-{number}", hint="4 位数字", most=GROUP_DIGITS)
        field.setValidator(QRegularExpressionValidator("[0-9]{0,4}"))
        return field

    def _go_on(self, text: str) -> None:
        if len(text) == GROUP_DIGITS:
            self.fields[1].setFocus()

    def _trust(self, _reason: str) -> None:
        first, second = (field.text() for field in self.fields)
        if len(first) != GROUP_DIGITS or len(second) != GROUP_DIGITS:
            raise BadInput("请把两组数字都填满 4 位。")
        trusted = call(exchange.trust, self._data, (first, second))
        self._peer = self._desk.perform(
            trusted, lambda peer: f"{peer.name}的公钥已核对。", quiet=True
        )

    def _tell(self) -> None:
        if self._peer is not None:
            self._on_trusted(self._peer)
