"""Product against floor, taken in turns, so that a machine that drifts drifts for both."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


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
    pairs = [(product(), floor()) for _ in range(rounds)]
    ours, bare = ([pair[side] for pair in pairs] for side in (0, 1))
    slowest = sorted(ours)[max(0, int(len(ours) * 0.99) - 1)]
    measured = Measured(name, statistics.median(ours), statistics.median(bare), slowest, goal)
    print(f"\n{measured}")
    return measured
