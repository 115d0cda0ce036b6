"""Every check that needs no database: format, lint, types, import contracts, templates, catalogues, migrations, settings."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
REQUIRED = os.environ.get("PORTAL_REQUIRE_ALL") == "1"


def run(title: str, *command: str, **environment: str) -> bool:
    """Run one check; print its output only when it fails."""
    started = time.monotonic()
    result = subprocess.run(
        list(command), env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    seconds = time.monotonic() - started
    print(f"{'ok  ' if result.returncode == 0 else 'FAIL'} {title} ({seconds:.1f} s)", flush=True)
    if result.returncode:
        print((result.stdout + result.stderr).rstrip()[-6000:], flush=True)
    return result.returncode == 0


def main(rooms: list[str]) -> int:
    """Run all checks and return the exit status."""
    python = sys.executable
    sources = [*rooms, "tests", "tools", "manage.py"]
    settings = {"DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    production = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "PORTAL_SECRET_KEY": "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyz",
        "PORTAL_ALLOWED_HOSTS": "portal.example.org",
        "PORTAL_BASE_URL": "https://portal.example.org",
    }
    good = [
        run("format", str(BIN / "ruff"), "format", "--check", *sources),
        run("lint", str(BIN / "ruff"), "check", *sources),
        run("templates", str(BIN / "djlint"), "--lint", "--quiet", *rooms),
        run("import contracts", str(BIN / "lint-imports")),
        run("types", str(BIN / "mypy"), *rooms),
        run("migrations", python, "manage.py", "makemigrations", "--check", "--dry-run", **settings),
        run("system checks", python, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **production),
        run("lock files", python, "tools/lock_check.py"),
    ]
    if shutil.which("xgettext"):
        good.append(run("catalogues", python, "tools/catalogues.py", "check"))
    else:
        print("left out: catalogues. xgettext is missing; on Debian: apt-get install gettext", flush=True)
        good.append(not REQUIRED)
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
