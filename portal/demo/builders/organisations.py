"""Organisations of the demo, made by their owners and verified by the officer."""

from exhibitors.domain import organisation as organisations
from exhibitors.domain import verification
from exhibitors.domain.details import OrganisationDetails
from portal.demo.builders.common import Build
from portal.demo.specs.organisations import ORGANISATIONS, PUBLIC_BODIES
from portal.demo.specs.shapes import OrganisationSpec

OWNERS = {"song-mo": "exhibitor"}


def build(context: Build) -> None:
    """Make the invented organisations and the public bodies that act on the portal."""
    for spec in ORGANISATIONS:
        _make(context, spec, is_illustrative=True)
    for spec in PUBLIC_BODIES:
        _make(context, spec, is_illustrative=False)


def _make(context: Build, spec: OrganisationSpec, *, is_illustrative: bool) -> None:
    owner = context.people["operator" if not is_illustrative else OWNERS.get(spec.key, "representative")]
    made = organisations.create_organisation(
        by=owner,
        details=OrganisationDetails(
            name=spec.name.vi,
            name_en=spec.name.en,
            kind=spec.kind,
            roles=spec.roles,
            fields=spec.fields,
            country=spec.country,
            place=spec.place if spec.country == "VN" else "",
            tax_code=spec.tax_code,
            summary=spec.summary.vi,
            summary_en=spec.summary.en,
            description=spec.description.vi,
            description_en=spec.description.en,
            email="lien-he@example.org" if is_illustrative else "",
        ),
        now=context.now,
        is_illustrative=is_illustrative,
    )
    if spec.verified:
        verification.verify(organisation=made, by=context.people["officer"], now=context.now)
    context.organisations[spec.key] = made
