"""What waits of packages: those that cannot be held as they stand."""

from services.core.session import WorkSession
from services.core.todo import Todo
from services.package.queries import list_all


def todos(session: WorkSession) -> list[Todo]:
    """One line for all packages in use with a stage whose course or base is out of use."""
    flawed = [row for row in list_all(session) if row.flawed]
    if not flawed:
        return []
    first = flawed[0]
    more = f" 等 {len(flawed)} 个" if len(flawed) > 1 else ""
    return [
        Todo(
            kind="套餐",
            tone="amber",
            title=f"“{first.title}”{more}里有停用的课程或基地",
            note="换一门课、换一处基地，或停用套餐，才能照着排班。",
            action="去修改",
            page="package",
            target=first.id,
            urgency=60,
            count=len(flawed),
        )
    ]
