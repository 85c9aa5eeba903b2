"""What can be done with one member: verbs in units of work, each with its way back."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QWidget

from services import branch, member, merging
from services.core.call import call, run
from services.core.errors import BadInput
from services.member import MemberDetail, MemberDraft, MemberKind
from ui.core.desk import Desk
from ui.core.history import History
from ui.member.dialogs import GuestDialog, MemberDialog
from ui.member.leave import LeaveDialog, TransferDialog
from ui.member.posts import FormerPostDialog, PostDialog

PICTURES = "图片 (*.jpg *.jpeg *.png *.bmp)"
WIDEST, HIGHEST, MOST_BYTES = 240, 320, 60 * 1024
QUALITIES = (88, 75, 60, 45, 30)


class MemberActs:
    """`detail` tells who a form is about; `made` hears of somebody new."""

    def __init__(self, desk: Desk, stack: History, namesakes: Callable[[str], int]) -> None:
        self._desk, self.stack, self._namesakes = desk, stack, namesakes

    def edit(self, parent: QWidget, shown: MemberDetail) -> None:
        def save(draft: MemberDraft) -> None:
            if draft == before:
                self._desk.messages.done(f"没有改动：{shown.name}。")
            else:
                self._desk.perform(
                    call(member.update, shown.id, draft), f"已保存：{draft.name.strip()}。"
                )

        form = (
            GuestDialog(parent, self._units(), shown, save)
            if shown.guest
            else MemberDialog(parent, self._branches(), shown, self._namesakes, save)
        )
        before = form.draft()
        form.open()

    def new(self, parent: QWidget, made: Callable[[UUID], object]) -> None:
        MemberDialog(
            parent, self._branches(), None, self._namesakes, lambda draft: self._make(draft, made)
        ).open()

    def new_guest(self, parent: QWidget, made: Callable[[UUID], object]) -> None:
        GuestDialog(parent, self._units(), None, lambda draft: self._make(draft, made)).open()

    def leave(self, parent: QWidget, shown: MemberDetail, way: str) -> None:
        """`way`: transferred or died; 停用 needs no form."""

        def save(on: date, to: str) -> None:
            if way == "died":
                self._desk.perform(call(member.died, shown.id, on), f"已登记去世：{shown.name}。")
            else:
                self._desk.perform(
                    call(member.transfer_out, shown.id, to, on), f"已转出：{shown.name}。"
                )

        LeaveDialog(parent, shown, way, self._today(), save).open()

    def retire(self, shown: MemberDetail) -> None:
        self._desk.do(call(member.retire, shown.id), f"已停用：{shown.name}。学时和签到都保留。")

    def restore(self, shown: MemberDetail) -> None:
        self._desk.do(call(member.restore, shown.id), f"已恢复：{shown.name}。")

    def transfer_in(self, parent: QWidget, shown: MemberDetail) -> None:
        def save(to: str, on: date) -> None:
            self._desk.perform(
                call(member.transfer_in, shown.id, to, on), f"已转入：{shown.name}。"
            )

        TransferDialog(parent, self._branches(), shown, self._today(), save).open()

    def post(self, parent: QWidget, shown: MemberDetail, way: str) -> None:
        """`way`: appoint, dismiss or correct."""

        def save(role: member.Role, post: str, day: str) -> None:
            if way == "dismiss":
                self._desk.perform(call(member.dismiss, shown.id, day), f"已免职：{shown.name}。")
            else:
                verb = member.appoint if way == "appoint" else member.correct_present
                words = "已任职" if way == "appoint" else "已更正"
                self._desk.perform(
                    call(verb, shown.id, role, post, day), f"{words}：{shown.name}。"
                )

        PostDialog(parent, shown, way, save).open()

    def correct_former(self, parent: QWidget, former: member.FormerPostRow) -> None:
        def save(role: member.Role, post: str, starts: str, ends: str) -> None:
            self._desk.perform(
                call(member.correct_former, former.id, role, post, starts, ends), "已更正曾任职务。"
            )

        FormerPostDialog(parent, former, save).open()

    def remove_former(self, former: member.FormerPostRow) -> None:
        self._desk.do(call(member.remove_former, former.id), "已删除这条曾任职务。")

    def merge(self, kept: MemberDetail, merged: UUID) -> None:
        """Raises what is wrong: the dialog shows it."""
        self._desk.perform(call(merging.merge, kept.id, merged), f"已合并为同一人：{kept.name}。")

    def take_back_merge(self, merge_id: UUID) -> None:
        separated = call(merging.take_back, merge_id)
        self._desk.do(separated, "已撤销合并，两条记录恢复原样。")

    def put_photo(self, parent: QWidget, shown: MemberDetail) -> None:
        path = self._desk.chooser.open_file(parent, "选照片", PICTURES)
        if path is None:
            return
        image = QImage(str(path))

        try:
            jpeg = small_jpeg(image)
        except BadInput as error:
            self._desk.messages.error(error)
        else:
            self._desk.do(call(member.put_photo, shown.id, jpeg), "照片已保存。")

    def remove_photo(self, shown: MemberDetail) -> None:
        self._desk.do(call(member.remove_photo, shown.id), "照片已删除。")

    def full_number(self, verb: Callable[..., str], member_id: UUID) -> str:
        """A whole number, logged; empty where it could not be shown."""
        try:
            return run(self._desk.workspace, call(verb, member_id))[0]
        except Exception as error:
            self._desk.messages.error(error)
            return ""

    def _make(self, draft: MemberDraft, made: Callable[[UUID], object]) -> None:
        guest = draft.kind is MemberKind.guest
        self._desk.perform(
            call(member.create, draft),
            "已登记外单位人员。" if guest else "已新增学员。",
            then=lambda one: made(one.id),
        )

    def _today(self) -> date:
        return self._desk.workspace.clock.local_now().date()

    def _branches(self) -> list[str]:
        with self._desk.read() as session:
            return [one.name for one in branch.list_all(session)]

    def _units(self) -> list[str]:
        with self._desk.read() as session:
            return list(branch.units(session))


def small_jpeg(image: QImage) -> bytes:
    """The picture at most 240×320 and 60 KB. Raises BadInput where it is none."""
    if image.isNull():
        raise BadInput("这个文件不是能读的图片，请选 JPG、PNG 或 BMP 图片。")
    if image.width() > WIDEST or image.height() > HIGHEST:
        image = image.scaled(
            WIDEST,
            HIGHEST,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    made = b""
    for quality in QUALITIES:
        kept = QByteArray()
        buffer = QBuffer(kept)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QImageWriter(buffer, QByteArray(b"jpeg"))
        writer.setQuality(quality)
        writer.write(image.convertToFormat(QImage.Format.Format_RGB888))
        made = bytes(kept.data())
        if len(made) <= MOST_BYTES:
            break
    return made
