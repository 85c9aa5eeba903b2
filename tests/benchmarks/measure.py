"""Product against floor, taken in turns, so that a machine that drifts drifts for both.

DESK_BENCH=smallest runs everything once at its smallest size: figures that say nothing, from
benchmarks that still run. .ci/run does so.
"""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
SMALLEST = os.environ.get("DESK_BENCH") == "smallest"


def sized(usual: T, smallest: T) -> T:
    """A size or a number of rounds: the usual one, or the one that only shows that it runs."""
    return smallest if SMALLEST else usual


@dataclass(frozen=True)
class Measured:
    """Medians in seconds; `p99` of the product."""

    name: str
    product: float
    floor: float
    p99: float
    goal: float

    @property
    def ratio(self) -> float:
        return self.product / self.floor

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.product * 1000:.2f} ms, floor {self.floor * 1000:.2f} ms, "
            f"ratio {self.ratio:.2f} (goal ≤ {self.goal}), p99 {self.p99 * 1000:.2f} ms"
        )


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def in_turns(
    name: str,
    product: Callable[[], float],
    floor: Callable[[], float],
    *,
    rounds: int,
    goal: float,
) -> Measured:
    """Both return the seconds that they took. One round of each comes first and is not counted."""
    product(), floor()
    pairs = [(product(), floor()) for _ in range(sized(rounds, 1))]
    ours, bare = ([pair[side] for pair in pairs] for side in (0, 1))
    slowest = sorted(ours)[max(0, int(len(ours) * 0.99) - 1)]
    measured = Measured(name, statistics.median(ours), statistics.median(bare), slowest, goal)
    print(f"\n{measured}")
    return measured
