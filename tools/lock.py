"""Renews requirements/*.txt with hashes and without index addresses, from pyproject.toml."""

import subprocess
import sys
import venv
from pathlib import Path

FOLDER = Path(".venv-lock")
OPTIONS = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet", "--upgrade"]


def main() -> None:
    """Install uv in an environment of its own and compile both lists."""
    python = FOLDER / "bin" / "python"
    if not python.exists():
        venv.create(FOLDER, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "uv"], check=True)
    uv = str(FOLDER / "bin" / "uv")
    for name, groups in (("base", []), ("dev", ["--group", "test", "--group", "check"])):
        target = f"requirements/{name}.txt"
        subprocess.run([uv, "pip", "compile", *OPTIONS, "pyproject.toml", *groups, "-o", target], check=True)
        print(f"{target} is renewed.")


if __name__ == "__main__":
    sys.exit(main())
