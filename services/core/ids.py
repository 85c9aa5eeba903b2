"""Ids: UUIDv7 from a given clock and a given source of randomness, so that tests decide them."""

import secrets
from collections.abc import Callable
from uuid import UUID

from services.core.clock import Clock

RandomBytes = Callable[[int], bytes]


class IdMaker:
    """Makes UUIDv7 (RFC 9562, 5.7), rising within one process.

    The 12 bits after the millisecond are a counter (method 1 of 6.2), so that ids made in
    one millisecond sort in the order in which they were made.
    """

    def __init__(self, clock: Clock, random_bytes: RandomBytes = secrets.token_bytes) -> None:
        self._clock = clock
        self._random_bytes = random_bytes
        self._last = (0, 0)

    def new(self) -> UUID:
        milliseconds, counter = int(self._clock.now().timestamp() * 1000), 0
        if (milliseconds, 0) <= self._last:
            milliseconds, counter = self._last[0], self._last[1] + 1
            if counter > 0xFFF:
                milliseconds, counter = milliseconds + 1, 0
        self._last = (milliseconds, counter)
        tail = int.from_bytes(self._random_bytes(8), "big") & ((1 << 62) - 1)
        return UUID(int=milliseconds << 80 | 7 << 76 | counter << 64 | 2 << 62 | tail)

    def digits(self, count: int) -> str:
        """`count` random decimal digits."""
        number = int.from_bytes(self._random_bytes(count), "big")
        return str(number % 10**count).zfill(count)
