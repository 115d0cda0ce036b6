"""How booths are drawn by lot: plain Python without any library, so that anybody can run this very file.

    python3 draw_rules.py draw.json

recomputes a published draw and says whether it is what the rules give. The rules:

1.  Before the draw the organisers publish the list of entrants with what each needs, the list of free booths, and the
    SHA-256 of a secret seed (the commitment). The SHA-256 of all this, written as JSON with sorted keys, without spaces, in
    UTF-8, is the digest. Where it was announced, a public value that nobody can know beforehand is added on the day.
2.  The key of the draw is the seed, a line feed, and the public value (nothing where there is none), in UTF-8.
3.  Each entrant's ticket is HMAC-SHA256 of its reference with that key, in hexadecimal. Entrants are served from the smallest
    ticket to the largest.
4.  An entrant gets the smallest booth still free that fits: at least as large as asked, of a kind asked for, with at least the
    electricity asked for, and with water if it was asked for. Among booths of the same size the first in the list is taken.
    Whoever finds no booth that fits gets none.
"""

import hashlib
import hmac
import json
import sys
from pathlib import Path
from typing import Any

VERSION = 1
POWER = ("none", "one-phase", "three-phase")


def canonical(frozen: "dict[str, Any]") -> bytes:
    """Return the bytes of which the digest is made."""
    return json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(frozen: "dict[str, Any]") -> str:
    """Return the SHA-256 of what was published before the draw."""
    return hashlib.sha256(canonical(frozen)).hexdigest()


def commitment(seed: str) -> str:
    """Return what is published of a seed before the draw."""
    return hashlib.sha256(seed.encode()).hexdigest()


def ticket(seed: str, public_value: str, reference: str) -> str:
    """Return an entrant's ticket."""
    key = f"{seed}\n{public_value}".encode()
    return hmac.new(key, reference.encode(), hashlib.sha256).hexdigest()


def fits(booth: "dict[str, Any]", entrant: "dict[str, Any]") -> bool:
    """Return whether a booth has what an entrant needs."""
    return (
        booth["area"] >= entrant["area"]
        and booth["kind"] in entrant["kinds"]
        and POWER.index(booth["power"]) >= POWER.index(entrant["power"])
        and (booth["water"] or not entrant["water"])
    )


def draw(frozen: "dict[str, Any]", seed: str, public_value: str = "") -> "list[dict[str, Any]]":
    """Return who gets which booth: position, reference, ticket and booth (its number, or None) of each entrant in turn."""
    tickets = sorted((ticket(seed, public_value, row["reference"]), row["reference"]) for row in frozen["entrants"])
    entrants = {row["reference"]: row for row in frozen["entrants"]}
    places = {row["number"]: place for place, row in enumerate(frozen["booths"])}
    free = sorted(frozen["booths"], key=lambda row: (row["area"], places[row["number"]]))
    result = []
    for position, (drawn, reference) in enumerate(tickets, start=1):
        found = next((booth for booth in free if fits(booth, entrants[reference])), None)
        if found is not None:
            free.remove(found)
        result.append(
            {
                "position": position,
                "reference": reference,
                "ticket": drawn,
                "booth": found["number"] if found is not None else None,
            }
        )
    return result


def faults(record: "dict[str, Any]") -> "list[str]":
    """Return what is wrong with a published draw, in English; nothing when everything can be recomputed."""
    found = []
    frozen = record["frozen"]
    if frozen.get("version") != VERSION:
        found.append("These rules are of another version.")
        return found
    if digest(frozen) != record["digest"]:
        found.append("The lists are not those that were published: the digest differs.")
    if commitment(record["seed"]) != frozen["commitment"]:
        found.append("The seed is not the one that was committed to.")
    if bool(frozen["public_source"]) != bool(record["public_value"]):
        found.append("The public value is missing, or was not announced.")
    if draw(frozen, record["seed"], record["public_value"]) != record["result"]:
        found.append("The result is not what the rules give.")
    return found


def main(arguments: "list[str]") -> int:
    """Check the file that is named, say what was found, return the exit status."""
    if len(arguments) != 1:
        sys.stderr.write("usage: draw_rules.py draw.json\n")
        return 2
    try:
        found = faults(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        sys.stderr.write(f"This is not the file of a draw: {error}\n")
        return 2
    for line in found:
        sys.stdout.write(f"WRONG: {line}\n")
    if not found:
        sys.stdout.write("The draw is what the published rules, lists and seed give.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
