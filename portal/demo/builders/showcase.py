"""Technologies and needs, written by exhibitors, checked by the officer, approved by the reviewer."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.demo.builders import common, focal_points, pictures
from portal.demo.builders.common import Build
from portal.demo.specs.further_technologies import FURTHER_TECHNOLOGIES
from portal.demo.specs.more_technologies import MORE_TECHNOLOGIES
from portal.demo.specs.needs import NEEDS
from portal.demo.specs.shapes import Figure, NeedSpec, Publication, TechnologySpec, Words
from portal.demo.specs.technologies import TECHNOLOGIES
from portal.kernel import clock, slugs
from portal.vocabularies.enums import VocabularyCode
from showcase.domain import file as files
from showcase.domain import lifecycle, match_rebuild, transfer_list
from showcase.domain import need as needs
from showcase.domain import technology as technologies
from showcase.domain.picture import add_picture
from showcase.enums import Compliance, FileDisclosure, MeasureRole, Outcome
from showcase.management.commands.load_transfer_list import SAMPLE
from showcase.models import NeedMeasure, NeedPage, TechnologyPage, TechnologyRight, TechnologySpecification

LISTS = "Danh mục minh họa, phiên bản 1"
ILLUSTRATED_EVERY = 3
PICTURE_WORDS = Words("Tranh minh họa %(number)d: %(title)s", "Illustration %(number)d: %(title)s")
REPORT = ("Phiếu đo minh họa", "Illustrative test report")
# The smallest file that is a PDF from its first byte to its last.
EMPTY_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
TEXTS = (
    "summary",
    "problem",
    "solution",
    "advantages",
    "compared_with",
    "evidence",
    "trl_evidence",
    "keywords",
)


def build(context: Build) -> None:
    """Load the sample of the lists, make all technologies, then all needs; then let a day pass over them."""
    transfer_list.load_list(
        version=LISTS,
        source="Danh mục mẫu kèm phần mềm, không phải văn bản pháp luật",
        valid_from=clock.local(context.now).date() - timedelta(days=400),
        is_illustrative=True,
        entries=transfer_list.read_rows(SAMPLE.read_text(encoding="utf-8")),
        by=context.people["reviewer"],
        now=context.now,
    )
    for number, spec in enumerate((*TECHNOLOGIES, *MORE_TECHNOLOGIES, *FURTHER_TECHNOLOGIES)):
        _technology(context, spec, number)
    focal_points.appoint(context)
    for need in NEEDS:
        _need(context, need)
    focal_points.waiting_need(context)
    lifecycle.tend(now=context.now)
    match_rebuild.refresh_all(now=context.now)


def owner_of(context: Build, organisation: str) -> Any:
    """Return the person who owns an organisation of the specs."""
    return context.people["exhibitor" if organisation == "song-mo" else "representative"]


def approve(context: Build, page: Any) -> None:
    """Let the reviewer approve what is under review."""
    page = type(page).objects.get(pk=page.pk)
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, context.people["reviewer"], "approve")


def _describe(context: Build, page: TechnologyPage, spec: TechnologySpec, language: str) -> None:
    for name in TEXTS:
        setattr(page, name, getattr(getattr(spec, name), language))
    page.product_chain = getattr(spec.chain, language)
    page.receiver_space = getattr(spec.space, language)
    page.receiver_utilities = getattr(spec.utilities, language)
    page.environmental_impact = getattr(spec.environment, language)
    page.kind = context.term(VocabularyCode.TECHNOLOGY_KIND, spec.kind)
    page.field = context.term(VocabularyCode.FIELD, spec.field)
    page.further_fields = context.terms(VocabularyCode.FIELD, spec.further_fields)
    page.ipc_codes = spec.ipc
    page.trl = spec.trl
    page.trl_assessed_on = clock.local(context.now).date() - timedelta(days=spec.confirmed_days_ago + 60)
    page.state_funded = spec.state_funded
    page.transfer_objects = context.terms(VocabularyCode.TRANSFER_OBJECT, spec.objects)
    page.transfer_forms = context.terms(VocabularyCode.TRANSFER_FORM, spec.forms)
    page.transfer_methods = context.terms(VocabularyCode.TRANSFER_METHOD, spec.methods)
    page.transfer_rights = context.terms(VocabularyCode.TRANSFER_RIGHT, spec.transfer_rights)
    page.cooperation = context.terms(VocabularyCode.COOPERATION, spec.cooperation)
    if spec.price:
        page.price_min, page.price_max = spec.price
    page.is_anonymous = spec.anonymous
    page.is_illustrative = True


def _figures(figures: tuple[Figure, ...], language: str) -> list[TechnologySpecification]:
    return [
        TechnologySpecification(
            name=getattr(figure.name, language) or figure.name.vi, value=figure.value, unit=figure.unit
        )
        for figure in figures
    ]


def _attach(page: TechnologyPage, owner: Any, number: int, now: datetime) -> None:
    """Give the first technologies a file of each level, by turns."""
    levels = tuple(FileDisclosure)
    if number >= len(levels):
        return
    report = SimpleUploadedFile("phieu-do.pdf", EMPTY_PDF, content_type="application/pdf")
    files.add_file(page=page, file=report, title=REPORT[0], disclosure=levels[number], by=owner, now=now)


def _illustrate(page: TechnologyPage, spec: TechnologySpec, owner: Any, number: int) -> None:
    """Give every third technology a drawn picture, and every sixth two."""
    if number % ILLUSTRATED_EVERY:
        return
    for turn in range(1 + number // ILLUSTRATED_EVERY % 2):
        drawing = pictures.jpeg(f"{spec.key}-{turn}", spec.field).getvalue()
        file = SimpleUploadedFile("tranh.jpg", drawing, content_type="image/jpeg")
        alt = _alt(spec.title.vi, turn, PICTURE_WORDS.vi)
        image = add_picture(page=page, file=file, alt=alt, by=owner).image
        image.description_en = _alt(spec.title.en, turn, PICTURE_WORDS.en) if spec.title.en else ""
        image.caption, image.credit, image.is_illustrative = "Tranh minh họa do phần mềm vẽ", "Dữ liệu minh họa", True
        image.save(update_fields=["description_en", "caption", "credit", "is_illustrative"])


def _alt(title: str, turn: int, words: str) -> str:
    return (words % {"number": turn + 1, "title": title})[:250]


def _technology(context: Build, spec: TechnologySpec, number: int) -> None:
    owner = owner_of(context, spec.organisation)
    organisation = context.organisations[spec.organisation]
    written = context.now - timedelta(days=spec.confirmed_days_ago, hours=number)
    page: Any = technologies.start_technology(organisation=organisation, by=owner, title=spec.title.vi, now=written)
    _describe(context, page, spec, "vi")
    page.specifications = _figures(spec.figures, "vi")
    page.rights = [
        TechnologyRight(
            kind=context.term(VocabularyCode.IP_KIND, right.kind),
            status=context.term(VocabularyCode.IP_STATUS, right.status),
            number=right.number,
        )
        for right in spec.rights
    ]
    _attach(page, owner, number, written)
    _illustrate(page, spec, owner, number)
    technologies.save_technology(page=page, by=owner)
    context.pages[spec.key] = page
    if spec.publication is Publication.DRAFT:
        technologies.record_compliance(
            page=page,
            by=context.people["reviewer"],
            compliance=spec.compliance,
            list_version=LISTS,
            now=context.now,
        )
        return
    technologies.submit_technology(page=page, by=owner, now=written)
    if spec.publication is Publication.IN_REVIEW:
        return
    if spec.compliance is not Compliance.UNCHECKED:
        technologies.record_compliance(
            page=page,
            by=context.people["reviewer"],
            compliance=spec.compliance,
            list_version=LISTS,
            now=written,
        )
    approve(context, page)
    page = TechnologyPage.objects.get(pk=page.pk)
    if spec.outcome is not Outcome.NONE:
        page = lifecycle.end(page=page, outcome=spec.outcome, by=owner, now=written)
    context.pages[spec.key] = page
    if spec.title.en:
        twin = common.english(page)
        twin.title = spec.title.en
        twin.slug = slugs.slug(spec.title.en)
        _describe(context, twin, spec, "en")
        for row, figure in zip(twin.specifications.get_object_list(), spec.figures, strict=True):
            row.name = figure.name.en or figure.name.vi
        for turn, drawn in enumerate(twin.pictures.get_object_list()):
            drawn.alt = _alt(spec.title.en, turn, PICTURE_WORDS.en)
        for file in twin.files.get_object_list():
            file.title = REPORT[1]
        twin.save_revision().publish()


def measures_of(spec: NeedSpec) -> list[NeedMeasure]:
    """Return the rows of a need: how it is and what is wanted, in Vietnamese."""
    return [
        row
        for measure in spec.measures
        for row in (
            NeedMeasure(role=MeasureRole.BASELINE, name=measure.name.vi, value=Decimal(measure.now), unit=measure.unit),
            NeedMeasure(
                role=MeasureRole.TARGET,
                name=measure.name.vi,
                operator=measure.operator,
                value=Decimal(measure.target),
                unit=measure.unit,
            ),
        )
    ]


def _need(context: Build, spec: NeedSpec) -> None:
    owner = owner_of(context, spec.organisation)
    page = NeedPage(title=spec.title.vi)
    _describe_need(context, page, spec, "vi")
    page.measures = measures_of(spec)  # type: ignore[misc]  # modelcluster's manager takes a list
    if spec.by_focal_point:
        made = focal_points.enter(context, page, spec)
    else:
        made = needs.start_need(organisation=context.organisations[spec.organisation], by=owner, page=page)
        needs.submit_need(page=made, by=owner, now=context.now)
    approve(context, made)
    made = NeedPage.objects.get(pk=made.pk)
    context.pages[f"need-{spec.key}"] = made
    if spec.title.en:
        twin = common.english(made)
        twin.title = spec.title.en
        twin.slug = slugs.slug(spec.title.en)
        _describe_need(context, twin, spec, "en")
        names = [measure.name.en or measure.name.vi for measure in spec.measures for _role in range(2)]
        for row, name in zip(twin.measures.get_object_list(), names, strict=True):
            row.name = name
        twin.save_revision().publish()


def _describe_need(context: Build, page: NeedPage, spec: NeedSpec, language: str) -> None:
    for name in ("summary", "situation", "scale", "absorption"):
        setattr(page, name, getattr(getattr(spec, name), language))
    page.field = context.term(VocabularyCode.FIELD, spec.field)
    page.trl_minimum = spec.trl_minimum
    page.cooperation = context.terms(VocabularyCode.COOPERATION, spec.cooperation)
    page.budget_band = spec.budget
    page.funding = spec.funding
    page.status = spec.status
    page.is_anonymous = spec.anonymous
    page.is_illustrative = True
    page.decision_on = clock.local(context.now).date() + timedelta(days=spec.decision_in_days)
