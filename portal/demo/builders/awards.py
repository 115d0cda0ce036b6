"""Award programmes, their editions, nominations, and the finalists and winners that the secretariat published."""

from datetime import timedelta

from wagtail.models import Page

from awards.domain import nominations, publication
from awards.editions.domain import opening, presets
from awards.editions.enums import Preset
from awards.enums import NominationState
from awards.models import AwardCategory, AwardCriterion, AwardEdition, AwardPage, AwardPhase, AwardProgrammePage
from portal.demo.builders import common
from portal.demo.builders.common import Build
from portal.demo.specs.awards import AWARDS
from portal.demo.specs.shapes import AwardSpec, EntrySpec
from portal.kernel import clock, slugs
from portal.kernel.languages import Language
from portal.pages import rows
from portal.vocabularies.enums import VocabularyCode

OPEN_DAYS, CLOSED_DAYS = 5, 100
"""How many days ago entries came in, where the call is still open and where it is over."""


def build(context: Build) -> None:
    """Make every edition with its entries."""
    for spec in AWARDS:
        page = _edition(context, spec) if spec.preset is None else _from_preset(context, spec, spec.preset)
        for entry in spec.entries:
            _entry(context, page, entry, OPEN_DAYS if spec.is_open else CLOSED_DAYS)


def _edition(context: Build, spec: AwardSpec) -> AwardPage:
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
    page.categories = rows.in_order(
        AwardCategory(code=code, title=title.vi, description=text.vi) for code, title, text in spec.categories
    )
    page.criteria = rows.in_order(
        AwardCriterion(key=f"criterion-{place}", title=title.vi, description=text.vi, points=points, weight=points)
        for place, (title, text, points) in enumerate(spec.criteria, start=1)
    )
    page.phases = rows.in_order(
        AwardPhase(kind=kind, starts_on=today + timedelta(days=first), ends_on=today + timedelta(days=last))
        for kind, first, last in spec.phases
    )
    context.sections["awards"].add_child(instance=page)
    page.save_revision(user=context.people["secretary"]).publish()
    # These editions are from before calls were opened with frozen rules; their entries came in without an opening.
    AwardEdition.objects.create(award_key=page.translation_key, precedes_records=True)
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


def _above(context: Build, spec: AwardSpec) -> Page:
    """Return the page under which an edition stands: its programme, made here, or the list."""
    section = context.sections["awards"]
    if spec.programme is None:
        return section
    title, lead = spec.programme
    page = AwardProgrammePage(
        title=title.vi,
        slug=slugs.slug(title.vi),
        lead=lead.vi,
        locale=section.locale,
        owner=context.people["secretary"],
    )
    section.add_child(instance=page)
    page.save_revision(user=context.people["secretary"]).publish()
    twin = common.english(page)
    twin.title, twin.slug, twin.lead = title.en, slugs.slug(title.en), lead.en
    twin.save_revision().publish()
    return page


def _from_preset(context: Build, spec: AwardSpec, preset: Preset) -> AwardPage:
    secretary, today = context.people["secretary"], clock.local(context.now).date()
    page = presets.start_edition(
        parent=_above(context, spec),
        preset=preset,
        title=spec.title.vi,
        title_en=spec.title.en,
        year=today.year + spec.year_offset,
        call_from=today + timedelta(days=spec.call_offset),
        by=secretary,
    )
    context.pages[spec.key] = page
    if not spec.is_open:
        return page
    twin = AwardPage.objects.get(translation_key=page.translation_key, locale__language_code=Language.ENGLISH)
    for one, language in ((page, Language.VIETNAMESE.value), (twin, Language.ENGLISH.value)):
        one.lead, one.legal_basis = getattr(spec.lead, language), getattr(spec.legal_basis, language)
        one.eligibility, one.method = getattr(spec.eligibility, language), getattr(spec.method, language)
        one.budget_source, one.contact = getattr(spec.budget, language), "giai-thuong@example.org"
        one.organiser = context.organisations[spec.organiser]
        texts = {code: getattr(text, language) for code, _title, text in spec.categories}
        categories = list(one.categories.all())
        for row in categories:
            row.description = texts[row.code]
        one.categories = categories
        one.save_revision(user=secretary).publish()
    opening.open_edition(award_key=page.translation_key, by=secretary, now=context.now)
    return page


def _entry(context: Build, award: AwardPage, spec: EntrySpec, days_ago: int) -> None:
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
        now=context.now - timedelta(days=days_ago),
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
