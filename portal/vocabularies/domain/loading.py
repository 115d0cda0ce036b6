"""Loading the shipped lists of terms and places; loading again changes only what differs."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from portal.vocabularies import queries
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import AdministrativeUnit, OfficialTerm, Term

DATA = Path(__file__).resolve().parent.parent / "data"


def _read(name: str) -> dict[str, Any]:
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _load_terms(vocabulary: VocabularyCode) -> int:
    data = _read(vocabulary)
    for position, entry in enumerate(data["terms"], start=1):
        Term.objects.update_or_create(
            vocabulary=vocabulary,
            code=entry["code"],
            defaults={
                "label_vi": entry["vi"],
                "label_en": entry["en"],
                "note_vi": entry.get("note_vi", ""),
                "note_en": entry.get("note_en", ""),
                "source": data["source"],
                "version": data["version"],
                "position": position,
                "valid_from": entry.get("from"),
                "valid_until": entry.get("until"),
            },
        )
    return len(data["terms"])


def _load_places() -> int:
    entries = _read("places")["units"]
    by_code: dict[str, AdministrativeUnit] = {}
    for position, entry in enumerate(entries, start=1):
        by_code[entry["code"]], _created = AdministrativeUnit.objects.update_or_create(
            code=entry["code"],
            defaults={
                "level": entry["level"],
                "name_vi": entry["vi"],
                "name_en": entry["en"],
                "parent": by_code.get(entry.get("parent", "")),
                "replaced_by": by_code.get(entry.get("replaced_by", "")),
                "valid_from": entry.get("from"),
                "valid_until": entry.get("until"),
                "position": position,
            },
        )
    return len(entries)


def _load_official_terms() -> int:
    entries = _read("official-terms")["terms"]
    for entry in entries:
        OfficialTerm.objects.update_or_create(
            vietnamese=entry["vi"],
            defaults={"english": entry["en"], "note": entry.get("note", ""), "source": entry.get("source", "")},
        )
    return len(entries)


@transaction.atomic
def load_all() -> int:
    """Make every shipped term and place true in the database; return how many there are. What operators added stays."""
    number = sum(_load_terms(vocabulary) for vocabulary in VocabularyCode) + _load_places() + _load_official_terms()
    transaction.on_commit(queries.forget)
    queries.forget()
    return number
