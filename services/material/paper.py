"""The catalogue of learning materials (学习资源目录): what is in use, by kind."""

from services.core.days import day_words
from services.core.listing import ListColumn, Listing
from services.core.paper import list_paper
from services.core.paper.declared import Paper
from services.core.session import WorkSession
from services.material.operations import length_words
from services.material.queries import MaterialRow, list_rows
from services.school import own

COLUMNS = (
    ListColumn("类别", 76),
    ListColumn("名称", 230),
    ListColumn("基本任务", 130),
    ListColumn("作者", 90),
    ListColumn("制作时间", 80),
    ListColumn("篇幅", 66, right=True),
)


def catalogue_of(session: WorkSession) -> Listing:
    rows = [one for one in list_rows(session) if not one.retired]
    reviewed = sum(one.is_reviewed for one in rows)
    note = f"{own(session).name} · 共 {len(rows)} 件，已审核 {reviewed} 件"
    return Listing(
        "学习资源目录",
        f"{note} · {day_words(session.today())}",
        COLUMNS,
        tuple(map(_cells, rows)),
    )


def _cells(one: MaterialRow) -> tuple[str, ...]:
    made = "" if one.made_on is None else str(one.made_on)
    length = length_words(one.kind, one.length)
    return (one.kind.word, one.title, one.task.word, one.author, made, length)


CATALOGUE = Paper(
    key="material.catalogue",
    words="学习资源目录",
    content=catalogue_of,
    render=list_paper.render,
    missing=list_paper.missing,
    name=lambda listing: listing.title,
    verb="material.print",
    noted=lambda listing: {"materials": len(listing.rows)},
)
