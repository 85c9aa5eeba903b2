"""The card of the chosen order: what was asked, its class, the lessons held and its people."""

from dataclasses import dataclass

from services.order import HeldLesson, OrderDetail, OrderRow, Trained
from ui.core.desk import Page
from ui.core.detail_card import DetailCard
from ui.order.tables import LESSONS, PEOPLE

MOST_NAMED = 6


@dataclass(frozen=True)
class ChosenOrders:
    """What the card shows: one order with what was read of its class, or several at once."""

    rows: tuple[OrderRow, ...]
    detail: OrderDetail | None = None

    @property
    def one(self) -> OrderRow | None:
        return self.rows[0] if len(self.rows) == 1 else None

    @property
    def lessons(self) -> tuple[HeldLesson, ...]:
        return () if self.detail is None else self.detail.lessons

    @property
    def people(self) -> tuple[Trained, ...]:
        return () if self.detail is None else self.detail.people


class OrderCard(DetailCard[ChosenOrders]):
    """Its buttons are what answers an order in its state; the rest is under 更多."""

    def __init__(self, page: Page) -> None:
        super().__init__(
            page,
            title=_title,
            about=_about,
            state=_state,
            acts=(
                "order-accept",
                "order-make-class",
                "order-place",
                "order-confirm",
                "order-class",
            ),
            more=("order-edit", "order-release", "order-reject", "order-cancel", "order-print"),
            nobody="在左边选一个订单；按住 Ctrl 或 Shift 可以选几个一起办。",
        )
        self.facts = self.add_words("order-facts", _facts, "")
        self.warned = self.add_words("order-warned", _warned, "hint-amber")
        self.lessons = self.add_list(
            "order-lessons",
            LESSONS,
            lambda chosen: chosen.lessons,
            heading=_lessons_words,
            words="这个班的课次",
            empty="排进培训班、班里排了课以后，这里是它的课次。",
        )
        self.people = self.add_list(
            "order-people",
            PEOPLE,
            lambda chosen: chosen.people,
            heading=_people_words,
            words="点单单位在这个班的学员",
            empty="排进培训班、报了名以后，这里是点单单位的学员。",
        )


def _title(chosen: ChosenOrders) -> str:
    one = chosen.one
    return one.what if one is not None else f"选中 {len(chosen.rows)} 个订单"


def _about(chosen: ChosenOrders) -> str:
    one = chosen.one
    if one is not None:
        return f"{one.number} · {one.channel.word}"
    return f"共 {sum(row.heads for row in chosen.rows):,} 人"


def _state(chosen: ChosenOrders) -> tuple[str, str]:
    one = chosen.one
    return (one.state.word, one.state.tone) if one is not None else ("", "grey")


def _facts(chosen: ChosenOrders) -> str:
    one = chosen.one
    if one is None:
        askers = list(dict.fromkeys(row.asker for row in chosen.rows))
        more = f" 等 {len(askers)} 个单位" if len(askers) > MOST_NAMED else ""
        return "、".join(askers[:MOST_NAMED]) + more
    lines = (
        f"{one.asker}　{one.heads} 人",
        f"期望时间：{one.wish}",
        f"培训班：{one.class_title}" if one.class_title else "",
        f"地点：{one.place}" if one.place else "",
        f"联系人：{one.contact} {one.phone_masked}" if one.contact or one.phone else "",
        f"备注：{one.note}" if one.note else "",
        f"登记：{one.made_on}",
    )
    return "\n".join(text for text in lines if text)


def _warned(chosen: ChosenOrders) -> str:
    one = chosen.one
    if one is None:
        return ""
    told = (
        f"{one.state.word}：{one.state_reason}" if one.state_reason else "",
        f"超员理由：{one.warning_reason}" if one.warning_reason else "",
    )
    return "\n".join(text for text in told if text)


def _lessons_words(chosen: ChosenOrders) -> str:
    held = sum(one.held for one in chosen.lessons)
    return f"{len(chosen.lessons)} 节课，已上 {held} 节" if chosen.lessons else "课次"


def _people_words(chosen: ChosenOrders) -> str:
    if not chosen.people or chosen.one is None:
        return "学员"
    hours = sum((one.hours for one in chosen.people), start=0)
    who = "全班" if chosen.one.branch_id is None else "本支部"
    return f"{who} {len(chosen.people)} 人报名，在本班共得 {hours:g} 学时"
