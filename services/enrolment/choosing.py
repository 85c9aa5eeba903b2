"""Whom one may choose for a class: everybody in use, with what the ways of choosing ask for."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from models.member import Member, MemberKind, Role
from services import hours
from services.core.session import WorkSession
from services.core.text import mask_phone
from services.enrolment.elsewhere import clashes_of
from services.enrolment.places import Lists
from services.member.rules import post_words
from services.member.search import TAIL, Persons

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class EnrolmentCandidate:
    """Somebody in use, with everything that finds them. `missing` is what this year's hours
    lack, `target` what they should be; both 0 for a guest. `role` and `post` are held now."""

    id: UUID
    name: str
    branch: str
    branch_id: UUID
    post: str
    pinyin: str
    initials: str
    phone_tail: str
    identity_tail: str
    identity_number: str
    card_code: str
    phone_masked: str
    kind: MemberKind
    role: Role
    floating: bool
    target: int
    missing: Decimal


@dataclass(frozen=True)
class BranchLine:
    """A branch in use or a unit that guests come from. `depth` is 0 for one under none; `people`
    are its own in use."""

    id: UUID
    name: str
    short_name: str
    parent_id: UUID | None
    depth: int
    people: int


@dataclass(frozen=True)
class Summary:
    """What enrolling some people would do, before it is done. `coming` get a place, `queued` will
    wait, `over` are those of them who come in over the places where all are to; `clashing` are
    elsewhere at that hour."""

    fresh: int
    enrolled: int
    waiting: int
    coming: int
    queued: int
    over: int
    clashing: tuple[UUID, ...]


@dataclass(frozen=True)
class EnrolmentChoice:
    """Everybody who may be chosen, and how they stand to the class. `places` is None where
    nothing limits it, `open` free places that nobody waits for; `clashes` says in words where
    somebody is at that hour."""

    class_id: UUID
    title: str
    persons: Persons[EnrolmentCandidate]
    branches: tuple[BranchLine, ...]
    places: int | None
    open: int | None
    free: int | None
    enrolled: frozenset[UUID]
    waiting: frozenset[UUID]
    clashes: dict[UUID, str]

    def summary(self, members: Iterable[UUID]) -> Summary:
        wanted = list(dict.fromkeys(members))
        fresh = [m for m in wanted if m not in self.enrolled and m not in self.waiting]
        coming = len(fresh) if self.open is None else min(len(fresh), self.open)
        over = 0 if self.free is None else max(0, len(fresh) - self.free)
        return Summary(
            fresh=len(fresh),
            enrolled=sum(m in self.enrolled for m in wanted),
            waiting=sum(m in self.waiting for m in wanted),
            coming=coming,
            queued=len(fresh) - coming,
            over=over,
            clashing=tuple(m for m in fresh if m in self.clashes),
        )


def choice(session: WorkSession, class_id: UUID, title: str) -> EnrolmentChoice:
    """Everything that the dialog of enrolment needs, read at once. Raises NotFound."""
    lists = Lists(session, class_id)
    persons = _persons(session)
    return EnrolmentChoice(
        class_id=class_id,
        title=title,
        persons=persons,
        branches=_branches(session, Counter(person.branch_id for person in persons)),
        places=lists.places,
        open=lists.open,
        free=lists.free,
        enrolled=frozenset(lists.enrolled),
        waiting=frozenset(lists.waiting),
        clashes={
            member: "；".join(clash.words for clash in found)
            for member, found in clashes_of(session, class_id).items()
        },
    )


def _persons(session: WorkSession) -> Persons[EnrolmentCandidate]:
    """In the order of their pinyin, so that equals stay in it when they are found."""
    year = session.today().year
    standing = {row.id: row for row in hours.ledger(session, session.owner, year).rows}
    rows = session.execute(
        select(
            Member.id,
            Member.name,
            Branch.short_name,
            Member.branch_id,
            Member.post,
            Member.pinyin,
            Member.initials,
            Member.phone,
            Member.identity_number,
            Member.card_code,
            Member.kind,
            Member.role,
            Member.floating,
        )
        .join(Branch, Branch.id == Member.branch_id)
        .where(Member.owner == session.owner, Member.retired_at.is_(None))
        .order_by(Member.pinyin, Branch.short_name, Member.id)
    )
    found = []
    for row in rows:
        key, name, branch, branch_id, post, pinyin, initials, phone, identity, *rest = row
        card, kind, role, floating = rest
        stands = standing.get(key)
        found.append(
            EnrolmentCandidate(
                id=key,
                name=name,
                branch=branch,
                branch_id=branch_id,
                post=post_words(post, kind),
                pinyin=pinyin,
                initials=initials,
                phone_tail=phone[-TAIL:],
                identity_tail=(identity or "")[-TAIL:],
                identity_number=identity or "",
                card_code=card,
                phone_masked=mask_phone(phone),
                kind=kind,
                role=role,
                floating=floating,
                target=stands.target if stands else 0,
                missing=stands.missing if stands and stands.target else NOTHING,
            )
        )
    return Persons(found)


def _branches(session: WorkSession, people: Counter[UUID]) -> tuple[BranchLine, ...]:
    """Each branch right after the one above it, then the units that guests come from."""
    rows = session.execute(
        select(Branch.id, Branch.name, Branch.short_name, Branch.parent_id, Branch.outside)
        .where(Branch.owner == session.owner, Branch.retired_at.is_(None))
        .order_by(Branch.outside, Branch.short_name, Branch.id)
    ).all()
    known = {key for key, *_ in rows}
    below: dict[UUID | None, list[UUID]] = {}
    lines = {}
    for key, name, short, parent, outside in rows:
        above = None if outside or parent not in known else parent
        below.setdefault(above, []).append(key)
        lines[key] = (name, short, above)
    found: list[BranchLine] = []

    def walk(above: UUID | None, depth: int) -> None:
        for key in below.get(above, ()):
            found.append(BranchLine(key, *lines[key], depth, people[key]))
            walk(key, depth + 1)

    walk(None, 0)
    return tuple(line for line in found if line.people or line.id in below)
