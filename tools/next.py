"""Runs the suite on the newest Wagtail 8, in an environment of its own that no lock file describes."""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

FOLDER = Path(".venv-next")
WANTED = "wagtail>=8,<9"


def main() -> int:
    """Make or renew the environment, say what it holds, run the suite on SQLite; return the exit status."""
    python = FOLDER / "bin" / "python"
    if not python.exists():
        print(f"Making {FOLDER} …", flush=True)
        venv.create(FOLDER, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "uv"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        overrides = Path(folder) / "overrides.txt"
        overrides.write_text(WANTED + "\n")
        command = [str(FOLDER / "bin" / "uv"), "pip", "install", "--quiet", "--upgrade", "--python", str(python)]
        command += ["-r", "pyproject.toml", "--group", "test", "--overrides", str(overrides)]
        subprocess.run(command, check=True)
    code = "import django, wagtail; print(f'Wagtail {wagtail.__version__}, Django {django.__version__}')"
    subprocess.run([str(python), "-c", code], check=True)
    environment = {**os.environ, "PORTAL_VAR_DIR": str(FOLDER / "var")}
    suite = [
        str(python),
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-n",
        "2",
        "-m",
        "not browser and not postgresql",
    ]
    return subprocess.run(suite, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
