"""Questions about words of a file: each asked once for all its rows, and none taken by itself.

A spelling that may be a branch of the school, or a word of somebody's standing that nobody
knows: a person says what is meant. Rows with an open question stay out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from models.core.words import Words
from services import branch
from services.core.session import WorkSession
from services.roster_import.entries import RosterEntry

LEFT_OUT = ""
"""The answer that these rows stay out."""
FULL, PROBATIONARY = "full", "probationary"
SAMPLES = 3


class AskedKind(Words):
    """What a question is about."""

    branch = "branch", "党支部写法"
    standing = "standing", "人员身份"


AskedKey = tuple[AskedKind, str]
Answers = Mapping[AskedKey, str]
"""By word: a branch's name (the spelling itself for a new branch), FULL or PROBATIONARY for a
standing, or LEFT_OUT."""


@dataclass(frozen=True)
class WordOffer:
    """One answer; `why` says why it may be meant."""

    answer: str
    words: str
    why: str


@dataclass(frozen=True)
class AskedWord:
    """A word of `rows` rows, the people of the first of them, and what may be answered. `sheet`
    and `row` are the first place."""

    kind: AskedKind
    word: str
    rows: int
    people: tuple[str, ...]
    sheet: str
    row: int
    offers: tuple[WordOffer, ...]

    @property
    def key(self) -> AskedKey:
        return self.kind, self.word

    @property
    def reason(self) -> str:
        """What a list of problems says of it."""
        if self.kind is AskedKind.standing:
            return f"不知道“{self.word}”算不算党员，{self.rows} 行待定，请在导入时回答"
        may = "、".join(one.words for one in self.offers if one.answer not in (LEFT_OUT, self.word))
        return f"可能是{may}，{self.rows} 行待定，请在导入时回答"


@dataclass
class Spellings:
    """The branch names of a file. `found` are those that are clear, `left_out` those that stay
    out by an answer, `asked` those that may be one of these; `new` are branches to be made."""

    names: branch.Names
    found: dict[str, UUID] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    asked: dict[str, tuple[branch.Maybe, ...]] = field(default_factory=dict)
    new: dict[UUID, str] = field(default_factory=dict)

    def short_of(self, spelling: str) -> str:
        """How the branch is called; the spelling itself while that is open."""
        key = self.found.get(spelling)
        return spelling if key is None else self.names.called(key)[1]

    def read_as(self) -> tuple[tuple[str, str], ...]:
        """Spellings that were taken as a branch of another name, with that name."""
        told = []
        for spelling, key in self.found.items():
            name, short = self.names.called(key)
            if spelling not in (name, short) and branch.short_name_of(spelling) != short:
                told.append((spelling, short))
        return tuple(told)


def understand_spellings(
    session: WorkSession, entries: Iterable[RosterEntry], answers: Answers
) -> Spellings:
    """Each branch name of the file with its branch; new ones are given their ids here."""
    said = Spellings(branch.Names(session, outside=True))
    spelled = sorted(dict.fromkeys(entry.branch for entry in entries), key=branch.is_loose)
    later = []
    for spelling in spelled:
        if (AskedKind.branch, spelling) in answers:
            later.append(spelling)
        else:
            _understand(session, said, spelling)
    for spelling in later:
        answer = answers[AskedKind.branch, spelling]
        if answer == LEFT_OUT:
            said.left_out.add(spelling)
        elif (key := said.names.find(answer)) is not None:
            said.found[spelling] = key
        elif answer == spelling:
            _make(session, said, spelling)
        else:
            _understand(session, said, spelling)
    return said


def _understand(session: WorkSession, said: Spellings, spelling: str) -> None:
    if (key := said.names.find(spelling)) is not None:
        said.found[spelling] = key
    elif may := said.names.maybe(spelling):
        said.asked[spelling] = may
    else:
        _make(session, said, spelling)


def _make(session: WorkSession, said: Spellings, name: str) -> None:
    key = session.new_id("Branch")
    said.names.add(key, name, said.names.short_for(name))
    said.new[key], said.found[name] = name, key


def questions(
    said: Spellings, rows_of: Iterable[tuple[RosterEntry, AskedKey]]
) -> tuple[AskedWord, ...]:
    """The questions, each with its rows, those that were answered just now as well."""
    rows: dict[AskedKey, list[RosterEntry]] = {}
    for entry, key in rows_of:
        rows.setdefault(key, []).append(entry)
    return tuple(
        AskedWord(
            kind=kind,
            word=word,
            rows=len(entries),
            people=tuple(entry.name for entry in entries[:SAMPLES]),
            sheet=entries[0].sheet,
            row=entries[0].row,
            offers=_branches(said, word) if kind is AskedKind.branch else STANDINGS,
        )
        for (kind, word), entries in rows.items()
    )


def _branches(said: Spellings, spelling: str) -> tuple[WordOffer, ...]:
    may = tuple(
        WordOffer(one.name, one.short_name, f"{one.why}；全称 {one.name}")
        for one in said.names.maybe(spelling)
        if one.name != spelling
    )
    called = said.names.short_for(spelling, said.found.get(spelling))
    new = WordOffer(spelling, "新的党支部", f"新建“{called}”")
    return (*may, new, WordOffer(LEFT_OUT, "不导入", "这些行不导入"))


STANDINGS = (
    WordOffer(FULL, "正式党员", "按正式党员导入"),
    WordOffer(PROBATIONARY, "预备党员", "按预备党员导入"),
    WordOffer(LEFT_OUT, "不导入", "不是党员，或已不在本支部"),
)
