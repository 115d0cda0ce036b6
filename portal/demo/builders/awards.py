"""Award programmes, nominations, and the finalists and winners that the secretariat published."""

from datetime import timedelta

from awards.domain import nominations, publication
from awards.enums import NominationState
from awards.models import AwardCategory, AwardCriterion, AwardPage, AwardPhase
from portal.demo.builders import common
from portal.demo.builders.common import Build
from portal.demo.specs.awards import AWARDS
from portal.demo.specs.shapes import AwardSpec, EntrySpec
from portal.kernel import clock, slugs
from portal.vocabularies.enums import VocabularyCode


def build(context: Build) -> None:
    """Make every programme with its entries."""
    for spec in AWARDS:
        page = _programme(context, spec)
        for entry in spec.entries:
            _entry(context, page, entry)


def _programme(context: Build, spec: AwardSpec) -> AwardPage:
    today = clock.local(context.now).date()
    page = AwardPage(
        title=spec.title.vi,
        slug=slugs.slug(spec.title.vi),
        lead=spec.lead.vi,
        year=today.year + spec.year_offset,
        organiser=context.organisations[spec.organiser],
        legal_basis=spec.legal_basis.vi,
        eligibility=spec.eligibility.vi,
        method=spec.method.vi,
        public_vote_share=spec.public_vote_share,
        contact="giai-thuong@example.org",
        locale=context.sections["awards"].locale,
        owner=context.people["secretary"],
    )
    if spec.decision:
        page.decision_number = spec.decision[0]
        page.decided_on = today + timedelta(days=spec.decision[1])
    page.fields_of_technology = context.terms(VocabularyCode.FIELD, spec.fields)
    page.categories = [
        AwardCategory(code=code, title=title.vi, description=text.vi) for code, title, text in spec.categories
    ]
    page.criteria = [
        AwardCriterion(title=title.vi, description=text.vi, points=points) for title, text, points in spec.criteria
    ]
    page.phases = [
        AwardPhase(kind=kind, starts_on=today + timedelta(days=first), ends_on=today + timedelta(days=last))
        for kind, first, last in spec.phases
    ]
    context.sections["awards"].add_child(instance=page)
    page.save_revision(user=context.people["secretary"]).publish()
    context.pages[spec.key] = page
    twin = common.english(page)
    twin.title, twin.slug, twin.lead = spec.title.en, slugs.slug(spec.title.en), spec.lead.en
    twin.legal_basis, twin.eligibility, twin.method = spec.legal_basis.en, spec.eligibility.en, spec.method.en
    for row, (_code, title, text) in zip(twin.categories.get_object_list(), spec.categories, strict=True):
        row.title, row.description = title.en, text.en
    for criterion, (title, text, _points) in zip(twin.criteria.get_object_list(), spec.criteria, strict=True):
        criterion.title, criterion.description = title.en, text.en
    twin.save_revision().publish()
    return page


def _entry(context: Build, award: AwardPage, spec: EntrySpec) -> None:
    organisation = context.organisations[spec.organisation]
    secretary = context.people["secretary"]
    nomination = nominations.submit_nomination(
        award_key=award.translation_key,
        category_code=spec.category,
        title=spec.title.vi,
        title_en=spec.title.en,
        nominee_name=organisation.name,
        organisation=organisation,
        technology_key=context.key_of(spec.technology),
        summary=spec.merits.vi,
        summary_en=spec.merits.en,
        by=secretary,
        now=context.now - timedelta(days=100),
    )
    if not spec.shortlisted:
        return
    steps = [NominationState.ELIGIBLE, NominationState.FINALIST]
    for state in steps:
        nomination = nominations.move_nomination(nomination=nomination, to=state, by=secretary, now=context.now)
    if spec.honour:
        nomination = nominations.move_nomination(
            nomination=nomination, to=NominationState.WINNER, honour=spec.honour, by=secretary, now=context.now
        )
    publication.publish_nomination(
        nomination=nomination, by=secretary, citation=spec.citation.vi, citation_en=spec.citation.en
    )
