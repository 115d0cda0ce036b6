"""The policy library with Plan 149/KH-UBND (real facts only), support services and the portal's own texts."""

from datetime import date
from typing import Any

from home.enums import DocumentType, Relation, Validity
from home.models import ContentPage, PolicyPage, ServicePage
from home.models.policies import PolicyClause, PolicyRelation, PolicyTarget
from home.models.services import ServiceStep
from portal.demo.builders import common
from portal.demo.builders.common import Build
from portal.demo.specs.library import CONTENT, SERVICES, ContentSpec, ServiceSpec
from portal.demo.specs.plan import CLAUSES, TARGETS
from portal.demo.specs.shapes import Words
from portal.kernel import slugs

PLAN_TITLE = Words(
    "Kế hoạch thực hiện Chương trình phát triển thị trường khoa học và công nghệ trên địa bàn tỉnh Bắc Ninh đến năm 2030",
    "Plan to carry out the programme for developing the science and technology market in Bắc Ninh province to 2030",
)
PLAN_SUMMARY = Words(
    "Kế hoạch nêu mục tiêu đến năm 2025 và 2030, bảy nhóm nhiệm vụ và việc của từng cơ quan để phát triển thị trường "
    "khoa học và công nghệ của tỉnh.",
    "The plan sets targets for 2025 and 2030, seven groups of tasks, and what each body does to develop the province's "
    "science and technology market.",
)


def build(context: Build) -> None:
    """Make the plan, the services and the portal's own pages."""
    _plan(context)
    for service in SERVICES:
        _service(context, service)
    for content in CONTENT:
        _content(context, content)


def _plan(context: Build) -> None:
    index = context.sections["policies"]
    page = PolicyPage(
        title=PLAN_TITLE.vi,
        slug="ke-hoach-149-kh-ubnd",
        number="149/KH-UBND",
        document_type=DocumentType.PLAN,
        issuer="Ủy ban nhân dân tỉnh Bắc Ninh",
        place_of_issue="Bắc Ninh",
        issued_on=date(2023, 5, 8),
        effective_from=date(2023, 5, 8),
        validity=Validity.IN_FORCE,
        summary=PLAN_SUMMARY.vi,
        locale=index.locale,
    )
    page.targets = [PolicyTarget(name=target.name.vi, year=target.year, value=target.value.vi) for target in TARGETS]
    page.clauses = [
        PolicyClause(number=clause.number, heading=clause.heading.vi, text=f"<p>{clause.text.vi}</p>")
        for clause in CLAUSES
    ]
    page.relations = [
        PolicyRelation(
            relation=Relation.BASIS, name="Quyết định số 1158/QĐ-TTg ngày 13/7/2021 của Thủ tướng Chính phủ"
        ),
        PolicyRelation(relation=Relation.RELATED, name="Nghị định số 76/2018/NĐ-CP ngày 15/5/2018 của Chính phủ"),
    ]
    index.add_child(instance=page)
    page.save_revision().publish()
    context.pages["plan-149"] = page
    twin = common.english(page)
    twin.title, twin.slug, twin.summary = PLAN_TITLE.en, "plan-149-kh-ubnd", PLAN_SUMMARY.en
    twin.issuer = "People's Committee of Bắc Ninh province"
    for row, target in zip(twin.targets.get_object_list(), TARGETS, strict=True):
        row.name, row.value = target.name.en, target.value.en
    for clause_row, clause in zip(twin.clauses.get_object_list(), CLAUSES, strict=True):
        clause_row.heading, clause_row.text = clause.heading.en, f"<p>{clause.text.en}</p>"
    names = ("Decision 1158/QĐ-TTg of 13 July 2021 of the Prime Minister", "Decree 76/2018/NĐ-CP of 15 May 2018")
    for relation, name in zip(twin.relations.get_object_list(), names, strict=True):
        relation.name = name
    twin.save_revision().publish()


def _service(context: Build, spec: ServiceSpec) -> None:
    index = context.sections["services"]
    page = ServicePage(
        title=spec.title.vi,
        slug=slugs.slug(spec.title.vi),
        summary=spec.summary.vi,
        for_whom=spec.for_whom.vi,
        fee=spec.fee.vi,
        processing_time=spec.time.vi,
        provider=spec.provider.vi,
        legal_basis=spec.legal_basis.vi,
        locale=index.locale,
    )
    page.steps = [ServiceStep(title=title.vi, text=text.vi) for title, text in spec.steps]
    index.add_child(instance=page)
    page.save_revision().publish()
    twin = common.english(page)
    twin.title, twin.slug, twin.summary = spec.title.en, slugs.slug(spec.title.en), spec.summary.en
    twin.for_whom, twin.fee, twin.processing_time = spec.for_whom.en, spec.fee.en, spec.time.en
    twin.provider, twin.legal_basis = spec.provider.en, spec.legal_basis.en
    for row, (title, text) in zip(twin.steps.get_object_list(), spec.steps, strict=True):
        row.title, row.text = title.en, text.en
    twin.save_revision().publish()


def _content(context: Build, spec: ContentSpec) -> None:
    front: Any = context.sections["home"]
    page = ContentPage(
        title=spec.title.vi,
        slug=spec.slug.vi,
        intro=spec.intro.vi,
        body=common.paragraphs(common.vi(spec.paragraphs)),
        locale=front.locale,
    )
    front.add_child(instance=page)
    page.save_revision().publish()
    twin = common.english(page)
    twin.title, twin.slug, twin.intro = spec.title.en, spec.slug.en, spec.intro.en
    twin.body = common.paragraphs(common.en(spec.paragraphs))
    twin.save_revision().publish()
