"""The project's Vietnamese catalogue: ``check`` compares it with the sources, ``update`` renews it."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

LANGUAGE = "vi"
CATALOGUE = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
UPSTREAM = sorted(Path("locale/upstream").glob("*/LC_MESSAGES/*.po"))
LEFT_OUT = (".git", ".venv*", "var", "node_modules", ".mypy_cache", ".ruff_cache", "tests", "tools", "docs", "upstream")
SHOWN = 40

# One form of address everywhere: readers are "bạn". Mixed forms read as if two offices wrote the same page.
OTHER_ADDRESS = re.compile(r"\bquý (vị|khách|ông|bà|độc giả)\b|\bông\s*[/,(]\s*bà\b", re.IGNORECASE)
WRITTEN_IN_VIETNAMESE = ("portal/ui/templates", "portal/ui/samples")

Key = tuple[str, str | None, str]


def extract() -> polib.POFile:
    """Return a fresh catalogue of every string that the sources mark, made by xgettext in a copy of the tree."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "tree"
        shutil.copytree(Path(), copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
        (copy / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
        environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        command = [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "-l",
            LANGUAGE,
            "--no-obsolete",
            "--add-location",
            "file",
        ]
        subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
        return polib.pofile(str(copy / CATALOGUE), wrapwidth=0)


def key(entry: polib.POEntry) -> Key:
    """Return what tells one entry from another."""
    return (entry.msgid, entry.msgctxt, entry.msgid_plural)


def problems() -> list[str]:
    """Return one line for every string that is missing, left over, untranslated or fuzzy."""
    fresh = {key(entry) for entry in extract()}
    kept = polib.pofile(str(CATALOGUE), wrapwidth=0)
    known = {key(entry) for entry in kept if not entry.obsolete}
    found = [f"missing in {CATALOGUE}: {msgid!r}" for msgid, *_rest in sorted(fresh - known, key=str)]
    found += [f"no longer in the sources: {msgid!r}" for msgid, *_rest in sorted(known - fresh, key=str)]
    for path in (CATALOGUE, *UPSTREAM):
        catalogue = polib.pofile(str(path))
        found += [f"untranslated in {path}: {entry.msgid!r}" for entry in catalogue.untranslated_entries()]
        found += [f"fuzzy in {path}: {entry.msgid!r}" for entry in catalogue.fuzzy_entries()]
        found += [f"addresses readers otherwise than as “bạn” in {path}: {words!r}" for words in addressed(catalogue)]
    for folder in WRITTEN_IN_VIETNAMESE:
        found += [
            f"addresses readers otherwise than as “bạn”: {path}"
            for path in sorted(Path(folder).rglob("*"))
            if path.suffix in {".html", ".txt", ".py"} and OTHER_ADDRESS.search(path.read_text(encoding="utf-8"))
        ]
    return found


def addressed(catalogue: polib.POFile) -> list[str]:
    """Return the translations that do not call the reader "bạn", as all others do."""
    return [
        words
        for entry in catalogue
        for words in (entry.msgstr, *entry.msgstr_plural.values())
        if OTHER_ADDRESS.search(words)
    ]


def update() -> None:
    """Write the catalogue anew: strings of the sources, translations kept where they exist."""
    old = {key(entry): entry for entry in polib.pofile(str(CATALOGUE))} if CATALOGUE.exists() else {}
    fresh = extract()
    fresh.metadata = {
        "Project-Id-Version": "portal",
        "Language": LANGUAGE,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    fresh.header = ""
    for entry in fresh:
        if entry.fuzzy:
            # gettext's guesses from similar strings are wrong more often than not, and nothing would tell them from
            # translations later.
            entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
            entry.previous_msgid = entry.previous_msgctxt = entry.previous_msgid_plural = None
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        translated = old.get(key(entry))
        # What msgmerge guesses from a string that looks alike is no translation, and would pass for one.
        entry.msgstr = translated.msgstr if translated is not None else ""
        if entry.msgid_plural:
            entry.msgstr_plural = translated.msgstr_plural if translated is not None else {0: ""}
    fresh.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(CATALOGUE))
    print(f"{len(fresh)} strings, {len(fresh.untranslated_entries())} untranslated: {CATALOGUE}")


def main(task: str) -> int:
    """Run one task; return the exit status."""
    if task == "update":
        update()
        return 0
    lines = problems()
    print("\n".join(lines[:SHOWN]))
    if len(lines) > SHOWN:
        print(f"… and {len(lines) - SHOWN} more; `make messages` renews the catalogue.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
