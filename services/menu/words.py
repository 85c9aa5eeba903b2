"""The words of the menu that people see."""

from collections.abc import Iterable

PACKAGE = "课堂+基地套餐"
"""Where a task stands for a course."""
ANY_MONTH = "全年"


def month_words(months: Iterable[int]) -> str:
    """3、4、5、9 → 3–5、9月; none is the whole year."""
    runs: list[list[int]] = []
    for month in sorted(set(months)):
        if runs and runs[-1][-1] == month - 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    if not runs or len(runs[0]) == 12:
        return ANY_MONTH
    return "、".join(_run(run) for run in runs) + "月"


def version_words(version: int) -> str:
    return f"第 {version} 版"


def _run(run: list[int]) -> str:
    if len(run) == 1:
        return str(run[0])
    return f"{run[0]}、{run[1]}" if len(run) == 2 else f"{run[0]}–{run[-1]}"
