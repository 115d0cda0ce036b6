"""Who of the invented edition acts in the browser; all others act by a script."""

from typing import Final

from portal.demo.specs.contest import DOSSIERS, JURORS, DossierSpec, JurorSpec


def _dossier(key: str) -> DossierSpec:
    return next(one for one in DOSSIERS if one.key == key)


def _juror(key: str) -> JurorSpec:
    return next(one for one in JURORS if one.key == key)


BY_HAND: Final = _dossier("say-toi")
"""Written and handed in by the exhibitor in the browser; wins a first prize."""
ENTRANT: Final = "lua@example.org"
INCOMPLETE: Final = next(one for one in DOSSIERS if one.needs_cure)
INELIGIBLE: Final = next(one for one in DOSSIERS if one.is_ineligible)
TIED: Final = tuple(one for one in DOSSIERS if one.is_steady and one.honour and one.category == "nong-nghiep")
OTHERS: Final = "dai-dien@example.org"
"""Who is responsible for the other dossiers."""
JUROR: Final = next(one for one in JURORS if one.conflict_with)
"""Is invited, declares, scores and votes in the browser."""
LATE: Final = next(one for one in JURORS if one.is_late)
"""Tells of a conflict after scoring, in the browser."""
FLOODED: Final = next(one for one in DOSSIERS if one.is_finalist and one.key != BY_HAND.key and one not in TIED)
"""Gets many votes from one connection."""
FLOOD: Final = 12
"""So many."""
READER: Final = "moi@example.org"
OFFICER: Final = "khieu-nai@example.org"
