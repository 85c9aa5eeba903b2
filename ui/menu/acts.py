"""What is done to the menu: each act one verb, and its way back."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import menu
from services.core.call import call
from services.menu import Begun, Offer, Version, version_words
from ui.core.background import Once, Progress
from ui.core.desk import Desk
from ui.menu.dialogs import AddDialog, BeginDialog, DescribeDialog


class MenuActs:
    """The acts of one page."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        self._desk, self._page = desk, page
        self._once = Once(desk.background, desk.messages.error)

    def begin(self, year: int, source: Version | None, begun: Callable[[UUID], object]) -> None:
        """Ask what a draft is made from; `begun` gets its id."""

        def save(copied: UUID | None, everything: bool) -> None:
            self._desk.perform(
                call(menu.begin, year, source=copied, everything=everything),
                _begun,
                then=lambda made: begun(made.id),
            )

        BeginDialog(self._page, year, source, save).open()

    def publish(self, draft: Version) -> None:
        """Says beforehand that it cannot be taken back."""

        def publish() -> None:
            words = f"已发布{draft.year}年{version_words(draft.version)}。"
            self._desk.do(call(menu.publish, draft.id), words)

        text = (
            f"{version_words(draft.version)}共 {draft.entries} 项。发布后这一版的课程、学时、"
            "人数和月份不再改动，也不能撤销；以后要改，会另起下一版。"
        )
        self._desk.messages.ask("发布年度菜单", text, "发布", publish)

    def add(self, draft: Version, there: set[UUID]) -> None:
        """Offer what is not on the menu; `there` is."""

        def save(ids: list[UUID], places: int, months: list[int]) -> None:
            added = call(menu.add, draft.id, ids, places=places, months=months)
            self._desk.perform(added, f"已加入 {len(ids)} 项。")

        def read(_progress: Progress) -> list[Offer]:
            with self._desk.read() as session:
                return [one for one in menu.offers(session) if one.id not in there]

        def show(offers: list[Offer]) -> None:
            if offers:
                AddDialog(self._page, offers, save).open()
            else:
                self._desk.messages.explain("加入课程", "全部课程和套餐都已在菜单上。")

        self._once.run("读取课程", read, show)

    def describe(self, draft: Version) -> None:
        def save(title: str, note: str) -> None:
            self._desk.perform(call(menu.describe, draft.id, title, note), "已保存。")

        DescribeDialog(self._page, draft, save).open()


def _begun(made: Begun) -> str:
    gone = f"，{made.left_out} 项已停用没有带入" if made.left_out else ""
    return f"已起草{version_words(made.version)}，{made.entries} 项{gone}。"
