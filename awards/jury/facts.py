"""Gathers what is known of jurors and of those behind dossiers, for the hints; some queries for a whole edition."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from awards.dossiers.enums import MemberState
from awards.enums import UNSENT_STATES, NominationState
from awards.jury import hints
from awards.jury.enums import JurorState
from awards.jury.hints import DossierFacts, Hint, JurorFacts
from awards.models import DossierMember, Juror, Nomination
from awards.models.jury import SERVING
from exhibitors.models import Membership

BEHIND = (MemberState.INVITED, MemberState.ACCEPTED)
Found = Mapping[tuple[int, int], tuple[Hint, ...]]
"""Hints by the keys of juror and nomination."""


def handed_in(award_key: UUID) -> list[Nomination]:
    """Return the dossiers of an edition that are with the secretariat or the jury, with their organisations."""
    gone = [*UNSENT_STATES, NominationState.WITHDRAWN, NominationState.INELIGIBLE]
    rows = Nomination.objects.filter(award_key=award_key).exclude(state__in=gone)
    return list(rows.select_related("organisation").order_by("pk"))


def serving(award_key: UUID) -> list[Juror]:
    """Return who is asked or serves, with their accounts."""
    rows = Juror.objects.filter(award_key=award_key, state__in=SERVING)
    return list(rows.select_related("user").order_by("-is_chair", "is_reserve", "full_name", "pk"))


def accepted(award_key: UUID) -> list[Juror]:
    """Return who agreed to serve, with their accounts."""
    return [juror for juror in serving(award_key) if juror.state == JurorState.ACCEPTED]


def of_edition(award_key: UUID) -> Found:
    """Return the hints between all who serve and all dossiers handed in; pairs without any are left out. Seven queries."""
    return between(serving(award_key), handed_in(award_key))


def between(jurors: Collection[Juror], nominations: Collection[Nomination]) -> Found:
    """Return the hints between some jurors and some dossiers; five queries, however many."""
    if not jurors or not nominations:
        return {}
    theirs = _facts_of_jurors(jurors)
    behind = _facts_of_dossiers(nominations)
    found = {}
    for juror in jurors:
        for nomination in nominations:
            if shown := hints.find(theirs[juror.pk], behind[nomination.pk]):
                found[juror.pk, nomination.pk] = shown
    return found


def _facts_of_dossiers(nominations: Collection[Nomination]) -> dict[int, DossierFacts]:
    people: defaultdict[int, set[int]] = defaultdict(set)
    emails: defaultdict[int, set[str]] = defaultdict(set)
    rows = DossierMember.objects.filter(nomination__in=[one.pk for one in nominations], state__in=BEHIND)
    for key, user, asked, email in rows.values_list("nomination_id", "user_id", "email", "user__email"):
        if user is not None:
            people[key].add(user)
        emails[key] |= {one.lower() for one in (asked, email) if one}
    places = {one.organisation_id for one in nominations if one.organisation_id}
    addresses: defaultdict[int, set[str]] = defaultdict(set)
    members = Membership.objects.filter(organisation__in=places)
    for place_key, address in members.values_list("organisation_id", "user__email"):
        addresses[place_key].add(address)
    found = {}
    for one in nominations:
        place = one.organisation
        own = {*emails[one.pk], *([one.nominee_email.lower()] if one.nominee_email else [])}
        around = {place.email, *addresses[place.pk]} if place is not None else set()
        found[one.pk] = DossierFacts(
            people=frozenset(people[one.pk]),
            nominated_by=one.nominated_by_id,
            emails=frozenset(own),
            nominee_name=one.nominee_name,
            organisation=one.organisation_id,
            organisation_names=(place.name, place.name_en) if place is not None else (),
            tax_code=(place.tax_code or "") if place is not None else "",
            domains=frozenset(domain for email in around if (domain := hints.domain_of(email))),
        )
    return found


def _facts_of_jurors(jurors: Collection[Juror]) -> dict[int, JurorFacts]:
    users = {juror.user_id for juror in jurors if juror.user_id}
    places: defaultdict[int, set[int]] = defaultdict(set)
    codes: defaultdict[int, set[str]] = defaultdict(set)
    members = Membership.objects.filter(user__in=users)
    for user, place, code in members.values_list("user_id", "organisation_id", "organisation__tax_code"):
        places[user].add(place)
        if code:
            codes[user].add(code)
    own = DossierMember.objects.filter(user__in=users, state=MemberState.ACCEPTED)
    dossiers: defaultdict[int, set[int]] = defaultdict(set)
    earlier: defaultdict[int, set[int]] = defaultdict(set)
    for user, dossier, place in own.values_list("user_id", "nomination_id", "nomination__organisation_id"):
        dossiers[user].add(dossier)
        if place is not None:
            earlier[user].add(place)
    crews: defaultdict[int, set[int]] = defaultdict(set)
    everywhere = {dossier for theirs in dossiers.values() for dossier in theirs}
    fellows = DossierMember.objects.filter(nomination__in=everywhere, state=MemberState.ACCEPTED, user__isnull=False)
    for dossier, user in fellows.values_list("nomination_id", "user_id"):
        crews[dossier].add(user)
    return {
        juror.pk: JurorFacts(
            user=juror.user_id,
            emails=frozenset(
                one.lower() for one in (juror.email, juror.user.email if juror.user is not None else "") if one
            ),
            full_name=juror.full_name,
            workplaces=(juror.workplace,),
            affiliations=juror.affiliations,
            organisations=frozenset(places[juror.user_id or 0]),
            tax_codes=frozenset(codes[juror.user_id or 0]),
            companions=frozenset(fellow for dossier in dossiers[juror.user_id or 0] for fellow in crews[dossier])
            - {juror.user_id or 0},
            earlier_organisations=frozenset(earlier[juror.user_id or 0]),
        )
        for juror in jurors
    }
