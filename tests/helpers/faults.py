"""Faults of the machine, made on purpose."""

from collections.abc import Callable


class FailNth:
    """Lets `number` calls through, fails the next once, and lets the rest through."""

    def __init__(self, number: int) -> None:
        self._left = number
        self.failed = False

    def wrap(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            if self._left == 0 and not self.failed:
                self.failed = True
                raise OSError("the disk failed")
            self._left -= 1
            return real(*args, **kwargs)

        return call
