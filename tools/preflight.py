"""Names what the demo lacks, in one line with its remedy, before anything is installed. Plain Python, no packages."""

import importlib.util
import os
import socket
import sys
from pathlib import Path

OLDEST = (3, 11)


def stop(problem: str, remedy: str) -> None:
    """End with one line on the error stream."""
    sys.exit(f"make demo: {problem} {remedy}")


def main() -> None:
    """Check Python, venv, the folder for data and the port."""
    if sys.version_info < OLDEST:
        stop(
            f"Python {sys.version_info.major}.{sys.version_info.minor} is too old.",
            "Install Python 3.11 or later, or set PYTHON=.",
        )
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        stop("Python's venv module is missing.", "On Debian: apt-get install python3-venv")
    folder = Path(os.environ.get("PORTAL_VAR_DIR") or "var").expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        stop(
            f"The folder {folder} cannot be written ({error.strerror}).", "Set PORTAL_VAR_DIR to a folder of your own."
        )
    port = os.environ.get("PORT", "8000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        stop(f"PORT={port} is not a port number.", "Try PORT=8001 make demo")
    with socket.socket() as probe_socket:
        probe_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe_socket.bind(("127.0.0.1", int(port)))
        except OSError:
            stop(f"Port {port} is in use.", f"Stop what uses it, or: PORT={int(port) + 1} make demo")


if __name__ == "__main__":
    main()
