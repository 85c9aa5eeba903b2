"""This year's menu, with all that the school has, published."""

from services.core.session import WorkSession
from services.menu.drafts import begin, publish


def demo(session: WorkSession) -> None:
    begun = begin(session, session.today().year, everything=True)
    publish(session, begun.id)
