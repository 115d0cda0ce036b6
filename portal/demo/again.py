"""``make demo`` and ``make demo-reset``: serves a demo that is prepared already without loading Django for it; where anything changed, ``serve_demo`` goes on."""

import os
import sys

from portal.demo import processes, serving, stamp
from portal.demo.processes import Processes, Stopped


def say(words: str) -> None:
    """Write to whoever started the demo."""
    sys.stdout.write(f"{words.rstrip()}\n")
    sys.stdout.flush()


def main() -> None:
    """Serve, or hand over."""
    wishes = sys.argv[1:]
    if wishes or not stamp.fits(os.environ):
        os.chdir(stamp.ROOT)
        command = [sys.executable, "manage.py", "serve_demo", "--settings=portal.settings.demo", *wishes]
        environment = {**serving.environment(os.environ), serving.VARIABLES: stamp.variables(os.environ)}
        os.execve(sys.executable, command, environment)  # noqa: S606 -- our own program
    folder = stamp.var_dir(os.environ)
    with Processes(environment=serving.environment(os.environ), folder=stamp.ROOT) as children:
        try:
            with processes.only_one(folder) as lock:
                children.keep_open(lock)
                serving.serve(mails=folder / "mails", say=say, children=children)
        except Stopped:
            say("Stopping …")


if __name__ == "__main__":
    main()
