"""What members are to the rest of the program."""

from models.member import FormerBranch, FormerPost, Member
from services.core.feature import Feature, Table
from services.core.finding import FindingKind, Lookup, Ranked, Thing, rank
from services.core.session import WorkSession
from services.member.merging import MERGING
from services.member.queries import Person, first_step, search_index, todos
from services.member.search import find

KIND = FindingKind("学员", "green", urgency=60)
MOST = 6


def lookup(session: WorkSession) -> Lookup:
    """People by name, pinyin, initials and the last digits of a number."""
    people = search_index(session)

    def look_up(wanted: str) -> tuple[list[Ranked], int]:
        """A name or its initials typed whole mean the person before a word that holds them;
        digits mean a person first of all."""
        found, ranked = find(people, wanted, len(people)), []
        for one in found[:MOST]:
            close = rank((one.name, *one.pinyin.split(), *one.initials.split()), wanted)
            ranked.append((0 if close is None else close, _thing(one)))
        return ranked, len(found)

    return look_up


def _thing(one: Person) -> Thing:
    note = " · ".join(part for part in (one.branch, one.post, one.phone_masked) if part)
    return Thing(KIND, one.name, note, "member", one.id, ())


FEATURE = Feature(
    "member",
    "学员",
    tables=(Table(Member, "党员"), Table(FormerPost, "曾任职务"), Table(FormerBranch, "曾在支部")),
    todos=(todos,),
    first_steps=(first_step,),
    lookup=lookup,
    merging=MERGING,
    left_out="不在册的人",
)
