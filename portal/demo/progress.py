"""Telling how far a long work of the demo is."""

from typing import Final

from django.core.management.base import OutputWrapper

_LINES: Final = 10


class Steps:
    """One line that is rewritten on a terminal; elsewhere a line for every tenth of the work."""

    def __init__(self, *, total: int, out: OutputWrapper) -> None:
        self._total = total
        self._out = out
        self._done = 0
        self._is_terminal = out.isatty()

    def one_done(self) -> None:
        """Count one step and tell."""
        self._done += 1
        words = f"  {self._done} of {self._total} steps"
        if self._is_terminal:
            self._out.write(f"\r{words}", ending="\n" if self._done == self._total else "")
        elif self._done * _LINES // self._total > (self._done - 1) * _LINES // self._total:
            self._out.write(words)
        self._out.flush()
