"""What an organisation says of itself: cleaning and checking it before it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from exhibitors import tax_codes
from exhibitors.enums import Country
from exhibitors.models import Organisation
from portal.kernel import clock, errors, phones, text
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import AdministrativeUnit, Term

_LINES = ("name", "name_en", "summary", "summary_en", "website", "email", "phone")
_TEXTS = ("description", "description_en")
LONGEST_DESCRIPTION = 6000


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDetails:
    """Everything an organisation can say of itself; terms and the place by their codes, texts plain.

    ``tax_code`` may hold blanks, dots and hyphens. ``country`` is an ISO 3166-1 code; place and tax code belong to
    organisations in Việt Nam only. ``phone`` may be written as people write it; it is kept as E.164.
    """

    name: str
    kind: str
    roles: Sequence[str] = ()
    fields: Sequence[str] = ()
    name_en: str = ""
    country: str = Country.VIETNAM
    place: str = ""
    tax_code: str = ""
    summary: str = ""
    summary_en: str = ""
    description: str = ""
    description_en: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Relations:
    """The records that the codes stand for."""

    kind: Term
    roles: list[Term]
    fields: list[Term]
    place: AdministrativeUnit | None


def clean(details: OrganisationDetails) -> OrganisationDetails:
    """Return the details in normal form; raises DomainError that names the field to blame."""
    tidy = replace(
        details,
        **{name: text.line(getattr(details, name)) for name in _LINES},
        **{name: text.paragraphs(getattr(details, name)) for name in _TEXTS},
    )
    if not tidy.name:
        raise errors.DomainError(_("Give the organisation's name."), field="name")
    if tidy.website and not tidy.website.lower().startswith(("https://", "http://")):
        raise errors.DomainError(_("A website address begins with https:// or http://."), field="website")
    tidy = replace(tidy, phone=phones.clean(tidy.phone, region=tidy.country))
    for name in (*_LINES, *_TEXTS):
        longest = Organisation._meta.get_field(name).max_length or LONGEST_DESCRIPTION  # type: ignore[union-attr]  # noqa: SLF001 -- Django's public registry
        if len(getattr(tidy, name)) > longest:
            raise errors.DomainError(
                _("This text is too long: %(longest)d characters at most.") % {"longest": longest}, field=name
            )
    if tidy.country not in Country.values:
        raise errors.DomainError(_("Choose a country from the list."), field="country")
    if tidy.country != Country.VIETNAM:
        if tidy.tax_code.strip():
            raise errors.DomainError(
                _("Leave this empty: only organisations in Việt Nam have such a code."), field="tax_code"
            )
        return replace(tidy, place="", tax_code="")
    return replace(tidy, tax_code=tax_codes.clean(tidy.tax_code) or "")


def _terms(vocabulary: VocabularyCode, codes: Sequence[str], field: str) -> list[Term]:
    wanted = list(dict.fromkeys(codes))
    found = {term.code: term for term in Term.objects.filter(vocabulary=vocabulary, code__in=wanted)}
    if len(found) != len(wanted):
        raise errors.DomainError(_("Choose from the list."), field=field)
    return [found[code] for code in wanted]


def relations(details: OrganisationDetails, *, keep_place: AdministrativeUnit | None = None) -> Relations:
    """Return the terms and the place of cleaned details; a place that ended in law is accepted only if it is kept.

    Raises DomainError for a code that the vocabularies do not hold.
    """
    place = AdministrativeUnit.objects.filter(code=details.place).first() if details.place else None
    ended = place is not None and not place.is_valid_on(clock.today()) and place != keep_place
    if (details.place and place is None) or ended:
        raise errors.DomainError(_("Choose a place from the list."), field="place")
    return Relations(
        kind=_terms(VocabularyCode.ORGANISATION_KIND, [details.kind], "kind")[0],
        roles=_terms(VocabularyCode.ORGANISATION_ROLE, details.roles, "roles"),
        fields=_terms(VocabularyCode.FIELD, details.fields, "fields"),
        place=place,
    )


def of(organisation: Organisation) -> OrganisationDetails:
    """Return what an organisation says of itself now."""
    return OrganisationDetails(
        name=organisation.name,
        name_en=organisation.name_en,
        kind=organisation.kind.code,
        roles=tuple(organisation.roles.values_list("code", flat=True)),
        fields=tuple(organisation.fields.values_list("code", flat=True)),
        country=organisation.country,
        place=organisation.place.code if organisation.place else "",
        tax_code=organisation.tax_code or "",
        summary=organisation.summary,
        summary_en=organisation.summary_en,
        description=organisation.description,
        description_en=organisation.description_en,
        website=organisation.website,
        email=organisation.email,
        phone=organisation.phone,
    )
