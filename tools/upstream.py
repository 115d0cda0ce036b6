"""Divides our Vietnamese for the dependencies into one catalogue for each package, as its own project would take it.

``python tools/upstream.py <folder>`` writes ``<folder>/<package>/locale/vi/LC_MESSAGES/<domain>.po``: the header that the
package's own catalogue has, and the entries that it lacks, without fuzzy marks and notes of ours. ``check`` says what stands
under a package that is not installed.
"""

import importlib.util
import sys
from collections import defaultdict
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path
from typing import Final

import polib

OVERLAY: Final = Path("locale/upstream/vi/LC_MESSAGES")
PLURALS: Final = "nplurals=1; plural=0;"

Place = tuple[str, str]
Key = tuple[str | None, str]


def folder_of(package: str) -> Path | None:
    """Return the folder of an installed package, named by its path."""
    root = importlib.util.find_spec(package.partition("/")[0])
    if root is None or root.origin is None:
        return None
    folder = Path(root.origin).parent.joinpath(*package.split("/")[1:])
    return folder if folder.is_dir() else None


def own(package: str, domain: str, language: str) -> polib.POFile | None:
    """Return the catalogue that a package brings itself."""
    folder = folder_of(package)
    path = folder / "locale" / language / "LC_MESSAGES" / f"{domain}.po" if folder else None
    return polib.pofile(str(path)) if path and path.exists() else None


def divided() -> dict[Place, polib.POFile]:
    """Return the catalogues by package path and domain; ValueError for an entry that names no package.

    An entry that several packages lack names the first of them; it goes to each.
    """
    overlay: dict[str, dict[Key, polib.POEntry]] = {}
    found: dict[Place, dict[Key, polib.POEntry]] = defaultdict(dict)
    for path in sorted(OVERLAY.glob("*.po")):
        overlay[path.stem] = {key(entry): entry for entry in polib.pofile(str(path))}
        for entry in overlay[path.stem].values():
            if not entry.occurrences:
                raise ValueError(f"{path}: {entry.msgid!r} names no package")
            for package, _line in entry.occurrences:
                found[package, path.stem][key(entry)] = entry
    for package in {package for package, _domain in found}:
        for domain, entries in overlay.items():
            for wanted in lacked(package, domain) & entries.keys():
                found[package, domain][wanted] = entries[wanted]
    return {
        (package, domain): _catalogue(package, domain, entries) for (package, domain), entries in sorted(found.items())
    }


def lacked(package: str, domain: str) -> set[Key]:
    """Return the messages of a package that its own Vietnamese catalogue leaves untranslated."""
    english, vietnamese = own(package, domain, "en"), own(package, domain, "vi")
    there = {key(entry) for entry in vietnamese.translated_entries()} if vietnamese else set()
    return {key(entry) for entry in english or () if not entry.obsolete} - there


def key(entry: polib.POEntry) -> Key:
    """Return what tells one entry from another."""
    return (entry.msgctxt, entry.msgid)


def _catalogue(package: str, domain: str, entries: dict[Key, polib.POEntry]) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=78)
    catalogue.metadata = header(package, domain)
    for entry in sorted(entries.values(), key=lambda entry: (entry.msgid, entry.msgctxt or "")):
        catalogue.append(_plain(entry))
    return catalogue


def _plain(entry: polib.POEntry) -> polib.POEntry:
    flags = [flag for flag in entry.flags if flag != "fuzzy"]
    return polib.POEntry(
        msgid=entry.msgid,
        msgid_plural=entry.msgid_plural,
        msgctxt=entry.msgctxt,
        msgstr=entry.msgstr,
        msgstr_plural=entry.msgstr_plural,
        flags=flags,
    )


def header(package: str, domain: str) -> dict[str, str]:
    """Return the header that the project expects: its own catalogue's team and address, in our language."""
    root = package.partition("/")[0]
    theirs = own(package, domain, "vi") or own(package, domain, "en")
    given = theirs.metadata if theirs is not None else {}
    team = given.get("Language-Team", "")
    return {
        "Project-Id-Version": f"{distribution(root)} {_version(root)}".strip(),
        "Report-Msgid-Bugs-To": given.get("Report-Msgid-Bugs-To", ""),
        "PO-Revision-Date": polib.pofile(str(OVERLAY / f"{domain}.po")).metadata["PO-Revision-Date"],
        "Last-Translator": "",
        "Language-Team": team if "ietnam" in team else "Vietnamese",
        "Language": "vi",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS,
    }


def distribution(root: str) -> str:
    """Return the name under which a top package is published."""
    return packages_distributions().get(root, [root])[0]


def _version(root: str) -> str:
    try:
        return version(distribution(root))
    except PackageNotFoundError:
        return ""


def write(folder: Path) -> int:
    """Write every catalogue under a folder; return how many entries there are."""
    entries = 0
    for (package, domain), catalogue in divided().items():
        path = folder / package / "locale" / "vi" / "LC_MESSAGES" / f"{domain}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        entries += len(catalogue)
        print(f"{len(catalogue):5} {path}")
    return entries


def problems() -> list[str]:
    """Return what stands under packages that are not installed."""
    return [
        f"{package} is not installed ({len(catalogue)} entries of {domain}.po)"
        for (package, domain), catalogue in divided().items()
        if folder_of(package) is None
    ]


def main(arguments: list[str]) -> int:
    """Check, or write into the folder named; return the exit status."""
    if arguments == ["check"]:
        found = problems()
        print("\n".join(found), end="\n" if found else "")
        return 1 if found else 0
    if len(arguments) != 1:
        print(__doc__)
        return 2
    print(f"{write(Path(arguments[0]))} entries in all")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
