"""Makes the virtual environment and installs a hash-locked list into it. Plain Python, no packages."""

import subprocess
import sys
import venv
from pathlib import Path


def main(folder: str, requirements: str) -> None:
    """Create ``folder`` if it is missing, and install ``requirements``."""
    environment = Path(folder)
    python = environment / "bin" / "python"
    if not python.exists():
        print(f"Making {folder} …", flush=True)
        venv.create(environment, with_pip=True)
    count = sum(1 for line in Path(requirements).read_text().splitlines() if line and line[0].isalnum())
    print(f"Installing {count} packages from {requirements} (about a minute the first time) …", flush=True)
    command = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        # The list is complete. Without this an older pip looks for the newest release of a package that another one
        # asks for with extras, and then refuses it because only the older release has a hash.
        "--no-deps",
        "-r",
        requirements,
    ]
    result = subprocess.run(command, check=False)
    if result.returncode:
        sys.exit(f"Installing failed; is the Python package index reachable? To try again: {' '.join(command)}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
