"""Who stands behind the dossiers of an edition, by name and without aliases, for the declaration of conflicts.

Where dossiers are judged without names, a juror who declares conflicts must see names and must not learn which dossier is whose. So
the list goes by names, in their order, each once for all its dossiers; neither alias, category nor title stands in it, and its keys
differ from juror to juror. Where dossiers carry names anyway, titles stand beside.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from awards.dossiers.enums import MemberState
from awards.dossiers.for_jury import anonymises
from awards.dossiers.queries import title_of
from awards.editions.rules import EditionRules
from awards.jury import facts
from awards.models import Conflict, DossierMember, Juror, Nomination
from portal.kernel import text

KEY_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation, or somebody without one, with all dossiers of theirs in an edition."""

    key: str
    name: str
    people: tuple[str, ...]
    titles: tuple[str, ...]
    nominations: tuple[Nomination, ...]
    is_told: bool
    """Whether the juror is kept from all of them already."""


def _key(juror: Juror, name: str) -> str:
    return hashlib.sha256(f"{juror.public_id}:{name}".encode()).hexdigest()[:KEY_LENGTH]


def of(juror: Juror, rules: EditionRules) -> list[Party]:
    """Return the parties of an edition in the order of their names, for one juror; four queries."""
    nominations = facts.handed_in(juror.award_key)
    crews = _people(juror.award_key)
    told = set(Conflict.objects.filter(juror=juror).values_list("nomination_id", flat=True))
    groups: dict[str, list[Nomination]] = {}
    for nomination in nominations:
        groups.setdefault(_group(nomination), []).append(nomination)
    found = []
    for group, theirs in groups.items():
        name = theirs[0].organisation.name if theirs[0].organisation is not None else theirs[0].nominee_name
        people = {person for one in theirs for person in (one.nominee_name, *crews.get(one.pk, ()))} - {name}
        found.append(
            Party(
                key=_key(juror, group),
                name=name,
                people=tuple(sorted(people, key=text.fold)),
                titles=() if anonymises(rules) else tuple(sorted(title_of(one) for one in theirs)),
                nominations=tuple(theirs),
                is_told=all(one.pk in told for one in theirs),
            )
        )
    return sorted(found, key=lambda party: (text.fold(party.name), party.key))


def _group(nomination: Nomination) -> str:
    if nomination.organisation_id:
        return f"o:{nomination.organisation_id}"
    return f"n:{text.fold(nomination.nominee_name)}"


def _people(award_key: UUID) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = DossierMember.objects.filter(nomination__award_key=award_key, state=MemberState.ACCEPTED, user__isnull=False)
    for nomination, name in rows.values_list("nomination_id", "user__full_name"):
        if name:
            found.setdefault(nomination, []).append(name)
    return found


def chosen(parties: Iterable[Party], keys: Iterable[str]) -> list[Nomination]:
    """Return the dossiers of the parties with some keys."""
    wanted = set(keys)
    return [nomination for party in parties if party.key in wanted for nomination in party.nominations]
