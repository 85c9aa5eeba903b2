"""Which printer a kind of paper goes to, and in how many copies: remembered by the paper's key."""

import json
from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from models.setting import Setting as Row


@dataclass(frozen=True)
class Printing:
    """`printer` is the system's name for it, empty for its usual one."""

    printer: str = ""
    copies: int = 1


def remembered(session: Session, key: str) -> Printing:
    row = session.get(Row, _setting(key))
    return Printing() if row is None else Printing(**json.loads(row.value))


def remember(session: Session, key: str, printing: Printing) -> None:
    value = json.dumps(asdict(printing), ensure_ascii=False)
    row = session.get(Row, _setting(key))
    if row is None:
        session.add(Row(key=_setting(key), value=value))
    else:
        row.value = value


def _setting(key: str) -> str:
    return f"ui.printer.{key}"
