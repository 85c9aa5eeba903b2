"""What a notice of a class to the branches says (培训通知): one copy for all, or one for each."""

import re
from dataclasses import dataclass

from services.class_papers.content import (
    ClassPaper,
    NoticeWords,
    PaperPerson,
    days_words,
)
from services.core.text import plain

TO_NAMED = 6
COURSES_NAMED = 6
_NUMBERED = re.compile(r"(.+?)(（[^（）]+）)")


@dataclass(frozen=True)
class Notice:
    """One copy. `branches` are those to whom it goes, each with its people; `cards` puts their
    study cards behind it."""

    paper: ClassPaper
    words: NoticeWords
    branches: tuple[tuple[str, tuple[PaperPerson, ...]], ...]
    cards: bool

    @property
    def people(self) -> tuple[PaperPerson, ...]:
        return tuple(person for _, of in self.branches for person in of)


def notices(
    paper: ClassPaper, words: NoticeWords, branch: str = "", *, each: bool = False, cards: bool
) -> tuple[Notice, ...]:
    """One copy to all branches, one for each, or the one of `branch`."""
    wanted = tuple(one for one in paper.by_branch() if branch in ("", one[0]))
    if each:
        return tuple(Notice(paper, words, (one,), cards) for one in wanted)
    return (Notice(paper, words, wanted, cards),)


def paragraphs(notice: Notice) -> list[str]:
    """The words of the notice between those to whom it goes and the unit."""
    paper, words = notice.paper, notice.words
    told = [f"经研究，决定举办{paper.title}。现将有关事项通知如下。"]
    courses = list(dict.fromkeys(lesson.title for lesson in paper.lessons))
    named = "、".join(f"“{title}”" for title in courses[:COURSES_NAMED])
    more = " 等" if len(courses) > COURSES_NAMED else ""
    sums = f"共 {len(paper.lessons)} 节课、{plain(paper.hours)} 学时"
    what = f"{named}{more}，{sums}，课程安排见附件2。" if courses else "课程另行通知。"
    report = f"请于 {words.report}报到。" if words.report else ""
    when = days_words(paper.days)
    told += [
        f"一、培训内容。{what}",
        f"二、培训时间。{when}。{report}" if when else "二、培训时间。另行通知。",
        f"三、培训地点。{'；'.join(paper.places) or '另行通知'}。",
        f"四、参训人员。{_who(notice)}",
        *_requests(words),
    ]
    contact = "，".join(part for part in (words.contact, words.phone) if part)
    return [*told, f"联系人：{contact}。"] if contact else told


def title_parts(title: str) -> tuple[str, ...]:
    """关于举办…的通知, where it may be parted: before the number of the class, if it has one."""
    if (found := _NUMBERED.fullmatch(title)) is None:
        return (f"关于举办{title}的通知",)
    return f"关于举办{found[1]}", f"{found[2]}的通知"


def to_whom(notice: Notice) -> str:
    names = [branch for branch, _ in notice.branches]
    return "各党支部" if len(names) > TO_NAMED or not names else "、".join(names)


def _who(notice: Notice) -> str:
    count = len(notice.people)
    if not count:
        return "名单另行通知。"
    if len(notice.branches) == 1:
        return f"你支部 {count} 人，名单见附件1。"
    return f"{len(notice.branches)} 个党支部共 {count} 人，名单见附件1。"


def _requests(words: NoticeWords) -> list[str]:
    asked = [f"携带{words.bring}。"] if words.bring else []
    asked.append("党支部负责通知到人；因故不能参加的，提前向党校请假。")
    if words.more:
        asked.append(words.more if words.more[-1] in "。！" else f"{words.more}。")
    if len(asked) == 1:
        return [f"五、有关要求。{asked[0]}"]
    told = [f"（{'一二三'[number]}）{one}" for number, one in enumerate(asked)]
    return ["五、有关要求。", *told]
