"""What branches are called: by the register's name and by the one people say."""

import re
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from services.core.checks import required_text
from services.core.errors import BadInput
from services.core.session import WorkSession
from services.core.text import clean_name, pinyin_of

LONGEST_NAME = 60
_PARTY = r"(?:中国共产党|中共)?"
_TOWN = r"(?P<town>.{1,20}?(?:镇|乡|街道))?(?:党委|委员会)?"
_REGISTER_NAME = re.compile(
    rf"{_PARTY}{_TOWN}(?P<place>.{{2,}}?)(?:党)?(?P<kind>总支部|总支|支部)(?:委员会)?"
)
_WITH_NUMBER = re.compile(
    rf"{_PARTY}{_TOWN}(?P<place>.{{2,}}?)(?P<ahead>第?[一二三四五六七八九十\d]+|联合)?(?:党)?"
    r"(?P<kind>总支部|总支|支部)?(?:委员会)?(?P<behind>\([^()]+\)|[\d一二三四五六七八九十]+)?"
)
_TOWN_END = re.compile("(?:镇|乡|街道)$")
_SAID = {"总支部": "党总支", "总支": "党总支", "支部": "党支部"}
_GENERAL = "党总支"
_OLD_FORMS = str.maketrans("黨總鎮鄉會員", "党总镇乡会员")
_BOXED_KIND = re.compile(r"\(((?:党)?(?:总)?支部(?:委员会)?)\)$")
_PEOPLE_OF = re.compile(
    r"(第?[一二三四五六七八九十\d]*党小组|(?<=[村居])民?委员会|(?<=社区)(?:居民)?委员会|党员|党组织)"
    r"(?=(?:党?总?支部)?$)"
)
"""What is said of a place beside its branch: 石桥村党小组, 石桥村委员会党支部."""
_PLACE_END = re.compile(r"(?:村|社区|村社区|居委会|村委会)$")


def short_name_of(name: str) -> str:
    """As people say it: 中共仲山镇石桥村支部委员会 → 石桥村党支部.

    A name of another shape, such as a town's committee, is its own short name.
    """
    cleaned = clean_name(name)
    if (found := _REGISTER_NAME.fullmatch(cleaned)) is None:
        return cleaned
    return found["place"] + _SAID[found["kind"]]


def short_with_town(name: str) -> str:
    """The short name with the town before it: for the second of two villages called alike."""
    cleaned = clean_name(name)
    if (found := _REGISTER_NAME.fullmatch(cleaned)) is None or not found["town"]:
        return cleaned
    return found["town"] + found["place"] + _SAID[found["kind"]]


class BranchShape(NamedTuple):
    """What a way of writing a branch says: its town and place, whether it is a 党总支 or a
    党支部 ("" for a village alone), and what tells it from others of the place, such as 第一."""

    town: str
    place: str
    kind: str
    extra: str

    @property
    def stem(self) -> str:
        """石桥村 → 石桥: what people shorten it to."""
        stem = _PLACE_END.sub("", self.place)
        return stem if len(stem) > 1 else self.place


@lru_cache(maxsize=4_096)
def shape_of(name: str) -> BranchShape:
    """The shape of a cleaned name."""
    name = name.rstrip("。.,、;").translate(_OLD_FORMS)
    name = _BOXED_KIND.sub(r"\1", name)
    name = re.sub("支委会$", "支部委员会", name)
    if not _COMMITTEE_OF_TOWN.fullmatch(name) and (of := _PEOPLE_OF.search(name)):
        rest = shape_of(name[: of.start()] + name[of.end() :])
        if rest.town or _PLACE_END.search(rest.place):
            return rest._replace(extra=rest.extra + of[1])
    found = _WITH_NUMBER.fullmatch(name)
    if found is None or (found["kind"] is None and name.endswith("委员会")):
        return BranchShape("", re.sub("^中国共产党", "中共", name), "", "")
    extra = _ordinal(found["ahead"] or "")
    if found["kind"] is None:  # a number behind a village alone belongs to the village
        place = found["place"] + (found["ahead"] or "") + (found["behind"] or "")
        return BranchShape(found["town"] or "", place, "", "")
    extra += _ordinal(found["behind"] or "")
    return BranchShape(found["town"] or "", found["place"], _SAID[found["kind"]], extra)


def _ordinal(said: str) -> str:
    """1, 一 and (一) are 第一; anything else is what it is."""
    bare = said.strip("()").removeprefix("第")
    figures = bare.translate(_FIGURES) if bare.isdecimal() and len(bare) == 1 else bare
    return f"第{figures}" if figures and set(figures) <= _NUMERALS else said


_FIGURES = str.maketrans("123456789", "一二三四五六七八九")
_NUMERALS = frozenset("一二三四五六七八九十")
_COMMITTEE_OF_TOWN = re.compile(rf"{_PARTY}.{{1,20}}?(?:镇|乡|街道)委员会")


def _same_town(one: str, other: str) -> bool:
    """县 may stand before 镇, and either be left out."""
    return one.endswith(other) or other.endswith(one)


def is_same_branch(one: BranchShape, other: BranchShape) -> bool:
    """Two ways of writing one branch, but for what only a person knows."""
    return (
        one.place == other.place
        and one.extra == other.extra
        and (one.kind == other.kind or "" in (one.kind, other.kind))
        and _same_town(one.town, other.town)
    )


def why_maybe(one: BranchShape, other: BranchShape) -> str:
    """Why two names that are not the same may mean one branch; empty where they do not.

    A 党总支 and a 党支部 under it are two, and so are 第一 and 第二.
    """
    if {one.kind, other.kind} == set(_SAID.values()):
        return ""
    if one.extra and other.extra and one.extra != other.extra:
        return ""
    if one.stem != other.stem:
        return "读音相同，字不同" if _sounds(one.stem) & _sounds(other.stem) else ""
    if not _same_town(one.town, other.town):
        return "镇街不同"
    if one.extra != other.extra:
        return f"多了或少了“{one.extra or other.extra}”"
    return "写法相近" if one.place != other.place else "名称相同"


def is_loose(name: str) -> bool:
    """Whether a name is one that a fuller one of the same file should go before."""
    shape = shape_of(name)
    return not shape.kind or bool(shape.extra)


@lru_cache(maxsize=4_096)
def _sounds(stem: str) -> frozenset[str]:
    """Its readings in pinyin."""
    return frozenset(pinyin_of(stem)[0].split()) or frozenset((stem,))


def clean_branch(name: str) -> str:
    """A branch's name without the spaces that clerks put into it. Raises BadInput."""
    cleaned = required_text(clean_name(name), "党支部", LONGEST_NAME)
    if not any(character.isalpha() for character in cleaned):
        raise BadInput("党支部名称里没有文字，请检查。")
    return cleaned


class Maybe(NamedTuple):
    """A branch that a spelling may mean, and why."""

    id: UUID
    name: str
    short_name: str
    why: str


class Names:
    """The school's branches by each way of writing them: read once for many look-ups.

    With or without the town, 支部 or 党支部 or the village alone mean the only branch that can
    be called so; the names of a branch that was merged mean the kept one. With `outside` a unit
    that guests come from is found too, by its whole name: a roster may tell that it is ours.
    """

    def __init__(self, session: WorkSession, *, outside: bool = False) -> None:
        self._by_name: dict[str, UUID] = {}
        self._by_place: dict[str, list[tuple[BranchShape, UUID]]] = {}
        self._by_sound: dict[str, list[tuple[BranchShape, UUID]]] = {}
        self._called: dict[UUID, tuple[str, str]] = {}
        self._towns: set[str] = set()
        self._merged: dict[UUID, UUID] = {}
        self._shorts: dict[str, UUID] = {}
        rows = session.execute(
            select(
                Branch.id, Branch.name, Branch.short_name, Branch.outside, Branch.merged_into_id
            ).where(Branch.owner == session.owner)
        )
        for key, name, short, is_outside, into in rows:
            if into is not None:
                self._merged[key] = into
            if not is_outside:
                self.add(key, name, short)
            elif outside:
                self._by_name[name] = key

    def add(self, key: UUID, name: str, short: str) -> None:
        shape = shape_of(name)
        self._by_name[name] = key
        if shape.town:
            self._towns.add(_TOWN_END.sub("", shape.town))
        self._by_place.setdefault(shape.place, []).append((shape, key))
        for sound in _sounds(shape.stem):
            self._by_sound.setdefault(sound, []).append((shape, key))
        self._called[key] = name, short
        self._shorts.setdefault(short, key)

    def find(self, name: str) -> UUID | None:
        """The branch that a cleaned name means; None where it is new, or could be several."""
        if (known := self._by_name.get(name)) is not None:
            return self._kept(known)
        found = self._same(shape_of(name))
        return found.pop() if len(found) == 1 else None

    def called(self, key: UUID) -> tuple[str, str]:
        """A branch's name and short name."""
        return self._called[key]

    def maybe(self, name: str) -> tuple[Maybe, ...]:
        """The branches that a name which `find` does not know may mean."""
        shape = shape_of(name)
        found: dict[UUID, str] = {}
        for sound in sorted(_sounds(shape.stem)):
            for other, key in self._by_sound.get(sound, ()):
                if why := why_maybe(shape, other):
                    found.setdefault(self._kept(key), why)
        for town in sorted(self._towns):  # 仲山石桥村: the town without its 镇
            if town and not shape.town and shape.place.startswith(town):
                rest = shape._replace(place=shape.place.removeprefix(town))
                for key in sorted(self._same(rest)):
                    found.setdefault(key, f"前面多了“{town}”")
        return tuple(Maybe(key, *self._called[key], why) for key, why in found.items())

    def is_spelling_of(self, name: str, key: UUID) -> bool:
        """Whether a name is only another way of writing that branch."""
        return key in self._same(shape_of(name))

    def short_for(self, name: str, own: UUID | None = None) -> str:
        """The short name that a branch may have which no other one has."""
        for short in (short_name_of(name), short_with_town(name)):
            if self._shorts.get(short, own) == own:
                return short
        return name

    def _same(self, shape: BranchShape) -> set[UUID]:
        near = self._by_place.get(shape.place, ())
        return {self._kept(key) for other, key in near if is_same_branch(shape, other)}

    def _kept(self, key: UUID) -> UUID:
        while (into := self._merged.get(key)) is not None:
            key = into
        return key
