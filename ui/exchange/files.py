"""Choosing, reading and writing the files that travel on a stick."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import exchange
from services.core import files
from services.core.call import Call, call
from services.core.errors import StorageError
from services.exchange import Inspection, Introduction, SentRow
from services.exchange.errors import NewEpoch, TooLarge, UnknownSender, WrongKind
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.work import percent, run_shown

KINDS = "教务台文件 (*.psb);;所有文件 (*)"
MOST_CARD_BYTES = 1_000_000


@dataclass(frozen=True)
class SenderCard:
    """A file that introduces its sender: its bytes, and who they say they are."""

    path: Path
    data: bytes
    who: Introduction


@dataclass(frozen=True)
class Met:
    """A bundle that was looked at and may be taken in."""

    path: Path
    inspection: Inspection


def look_at(
    desk: Desk, parent: QWidget, path: Path, on_seen: Callable[[SenderCard | Met], object]
) -> None:
    """Find out in the background what the file is; one that is refused is named and told."""

    workspace = desk.workspace

    def work(progress: Progress) -> SenderCard | Met:
        try:
            return Met(path, exchange.inspect(workspace, path, percent(progress)))
        except (WrongKind, UnknownSender, NewEpoch) as refused:
            card = read_card(desk, path)  # the keys of somebody not met before, or met anew
            if card is None:
                raise refused
            return card

    run_shown(desk, parent, "查看文件", work, on_seen)


def read_card(desk: Desk, path: Path) -> SenderCard | None:
    """The introduction in a file; None where the file is another kind. Raises DeskError."""
    with files.explained("读取文件"):
        if path.stat().st_size > MOST_CARD_BYTES:
            raise TooLarge("这个文件太大，不是公钥文件。请确认选对了文件。")
        data = path.read_bytes()
    try:
        with desk.read() as session:
            return SenderCard(path, data, exchange.open_card(session, data))
    except WrongKind:
        return None


def choose_stick(desk: Desk, parent: QWidget, folder: Path | None = None) -> Path | None:
    """Where to write: `folder`, or what the person chooses. The workspace's own is refused."""
    place = folder or desk.chooser.folder(parent.window(), "选择 U 盘或文件夹")
    if place is not None and desk.workspace.folder in (place, *place.parents):
        desk.messages.error(StorageError("请选 U 盘，不要写进教务台自己的数据文件夹。"))
        return None
    return place


def write_to(
    desk: Desk,
    parent: QWidget,
    sent: SentRow,
    on_written: Callable[[SentRow], object],
    folder: Path | None = None,
) -> None:
    """Write a file of the outbox; without `folder` the person chooses the stick."""
    place = choose_stick(desk, parent, folder)
    if place is None:
        return
    workspace = desk.workspace
    run_shown(
        desk,
        parent,
        f"写入 {sent.file_name}",
        lambda progress: exchange.write_out(workspace, sent.id, place, percent(progress)),
        on_written,
    )


def write_keyset(
    desk: Desk,
    parent: QWidget,
    school_id: UUID,
    on_written: Callable[[SentRow], object],
    folder: Path | None = None,
) -> None:
    """Make the county's keys and rules for one school, and write them to a stick."""
    made = call(exchange.make_keyset, school_id)
    make_file(desk, parent, made, on_written, folder)


def make_file(
    desk: Desk,
    parent: QWidget,
    made: Call[SentRow],
    on_written: Callable[[SentRow], object],
    folder: Path | None = None,
) -> None:
    """Make a file by its verb, and write it to a stick, of which the person is told."""

    def act(reason: str) -> None:
        file = desk.perform(made, lambda one: f"已生成 {one.file_name}。", reason, quiet=True)
        write_to(desk, parent, file, on_written, folder)

    desk.messages.attempt(act)
