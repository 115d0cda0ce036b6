"""Kills a process in the middle of a step: at named points inside the transaction, or when the step is done."""

import os
import signal
from collections.abc import Callable
from typing import Any, Final

from registration.domain import gate, steps, waiting_list
from tests.registration import races

Point = tuple[Any, str]

# Where the process dies: behind which function of which module, all inside the transaction of the step.
REGISTERING: Final[dict[str, Point]] = {
    "row and log written": (steps, "log"),
    "mail queued": (steps, "tell"),
    "place taken": (gate, "take"),
    "looked again": (gate, "require_open_still"),
}
CANCELLING: Final[dict[str, Point]] = {
    "log written": (steps, "log"),
    "mail queued": (steps, "tell"),
    "pools locked": (gate, "lock"),
    "place given back": (gate, "give_back"),
    "next one offered": (waiting_list, "_offer"),
}


def dies(database: races.Settings, step: Callable[[], object], *, behind: Point | None) -> None:
    """Take a step in a process of its own, which is killed behind a function, or when the step is done."""
    pid = os.fork()
    if pid == 0:
        try:
            with races.connected(database):
                if behind is not None:
                    module, name = behind
                    todo = getattr(module, name)

                    def last(*args: Any, **kwargs: Any) -> None:
                        todo(*args, **kwargs)
                        os.kill(os.getpid(), signal.SIGKILL)

                    setattr(module, name, last)
                step()
                os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    _pid, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL
