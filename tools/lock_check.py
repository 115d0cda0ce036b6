"""Checks that the lock files name every package with hashes, and no address."""

import re
import sys
from pathlib import Path

NAMES = re.compile(r"^([a-z0-9][a-z0-9._-]*)", re.IGNORECASE)


def problems(path: Path) -> list[str]:
    """Return what is wrong with one lock file."""
    text = path.read_text()
    found = [f"{path}: names an address" for word in ("http://", "https://", "--index-url", "file:") if word in text]
    blocks = re.split(r"\n(?=[a-z0-9])", text, flags=re.IGNORECASE)
    for block in blocks:
        name = NAMES.match(block)
        if name and "--hash=sha256:" not in block:
            found.append(f"{path}: {name.group(1)} has no hash")
    return found


if __name__ == "__main__":
    lines = [line for path in sorted(Path("requirements").glob("*.txt")) for line in problems(path)]
    print("\n".join(lines))
    sys.exit(1 if lines else 0)
