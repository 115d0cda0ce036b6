"""Reads of the home room: the policy library, services, public answers, the site map."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, TextChoices
from django.db.models.functions import ExtractYear
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from home.enums import DocumentType, FeedbackState, Relation, Validity
from home.models import FeedbackReport, PolicyPage, PolicyRelation, ServicePage
from home.models.policies import PolicyClause
from portal.kernel import formats, languages, slugs
from portal.kernel.languages import Language
from portal.kernel.sorting import vietnamese_key
from portal.pages import listing, translations

ANSWERS_SIZE = 10
SITE_MAP_DEPTH = 4
CONTENTS_LEVELS = 2


def _choices(kinds: type[TextChoices]) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in kinds.choices]


def _issuer_facet(listed: QuerySet[PolicyPage]) -> listing.FacetSpec:
    """Return the filter by issuer. Its codes are made from the Vietnamese names, so that they hold in both languages."""
    live = (
        PolicyPage.objects.filter(live=True, translation_key__in=listed.order_by().values("translation_key"))
        .order_by()
        .values_list("translation_key", "locale__language_code", "issuer")
    )
    names: dict[UUID, dict[str, str]] = {}
    for key, language, issuer in live:
        names.setdefault(key, {})[language] = issuer
    wanted = languages.current()
    codes: dict[UUID, str] = {}
    labels: dict[str, str] = {}
    for key, by_language in names.items():
        own = next(iter(by_language.values()))
        codes[key] = slugs.slug(by_language.get(Language.VIETNAMESE, own))
        labels[codes[key]] = by_language.get(wanted) or labels.get(codes[key]) or own

    def apply(rows: QuerySet[PolicyPage], chosen: list[str]) -> QuerySet[PolicyPage]:
        return rows.filter(translation_key__in=[key for key, code in codes.items() if code in chosen])

    def counts(rows: QuerySet[PolicyPage]) -> Counter[str]:
        keys = rows.order_by().values_list("translation_key", flat=True)
        return Counter(codes[key] for key in keys if key in codes)

    return listing.FacetSpec(
        "issuer",
        _("Issuer"),
        lambda: sorted(labels.items(), key=lambda choice: vietnamese_key(choice[1])),
        apply,
        counts,
    )


def _years(rows: QuerySet[PolicyPage]) -> list[tuple[str, str]]:
    years = rows.order_by().values_list("issue_year", flat=True).distinct()
    return [(str(year), str(year)) for year in sorted(years, reverse=True)]


def policy_listing(request: HttpRequest) -> listing.Listing:
    """Return the library's documents under the filters of the address, newest first."""
    rows = translations.listed_in(PolicyPage.objects.all()).annotate(issue_year=ExtractYear("issued_on"))
    return listing.build(
        request=request,
        rows=rows,
        facets=[
            listing.FacetSpec(
                "type",
                _("Type"),
                lambda: _choices(DocumentType),
                listing.choose_by("document_type"),
                listing.count_by("document_type"),
            ),
            _issuer_facet(rows),
            listing.FacetSpec(
                "year", _("Year"), lambda: _years(rows), listing.choose_by("issue_year"), listing.count_by("issue_year")
            ),
            listing.FacetSpec(
                "validity",
                _("Validity"),
                lambda: _choices(Validity),
                listing.choose_by("validity"),
                listing.count_by("validity"),
            ),
        ],
        sorts=[
            listing.SortSpec("newest", _("Newest first"), ("-issued_on", "-pk")),
            listing.SortSpec("oldest", _("Oldest first"), ("issued_on", "pk")),
        ],
        search=listing.search_folded("folded"),
        with_card_data=lambda found: found.select_related("locale"),
        most=listing.MOST_COUNTED,
    )


@dataclass(frozen=True, slots=True)
class TargetTable:
    """Targets by name and year."""

    columns: list[dict[str, Any]]
    rows: list[list[str]]


def target_table(page: PolicyPage) -> TargetTable | None:
    """Return the document's targets with a column for each year, or None without targets."""
    targets = list(page.targets.all())
    if not targets:
        return None
    years = sorted({target.year for target in targets})
    by_name: dict[str, dict[int, str]] = {}
    for target in targets:
        by_name.setdefault(target.name, {})[target.year] = target.value
    columns = [{"label": gettext("Target")}, *({"label": gettext("By %(year)s") % {"year": year}} for year in years)]
    return TargetTable(
        columns, [[name, *(values.get(year, "–") for year in years)] for name, values in by_name.items()]
    )


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause with its level in what the page shows: 1 where no clause of the page stands above it by its number."""

    clause: PolicyClause
    level: int

    @property
    def title(self) -> str:
        """Number and heading: "III.5. Promotion"."""
        return f"{self.clause.number.rstrip('.')}. {self.clause.heading}"


def _with_levels(clauses: list[PolicyClause]) -> list[ShownClause]:
    """Return the clauses with their levels; "III.1" stands on top where the page leaves out "III" itself."""
    headed = {clause.number.strip(".") for clause in clauses if clause.heading}

    def level(clause: PolicyClause) -> int:
        parts = clause.number.strip(".").split(".")
        return 1 + sum(".".join(parts[:length]) in headed for length in range(1, len(parts)))

    return [ShownClause(clause, level(clause)) for clause in clauses]


def policy_details(page: PolicyPage) -> dict[str, Any]:
    """Return what a document's page shows beside its text."""
    facts = [
        {"term": gettext("Number"), "value": page.number},
        {"term": gettext("Type"), "value": page.get_document_type_display()},
        {"term": gettext("Issuer"), "value": page.issuer},
        {"term": gettext("Signed by"), "value": page.signer},
        {"term": gettext("Date of issue"), "value": formats.short_date(page.issued_on)},
        {
            "term": gettext("In force from"),
            "value": formats.short_date(page.effective_from) if page.effective_from else "",
        },
        {
            "term": gettext("In force until"),
            "value": formats.short_date(page.effective_until) if page.effective_until else "",
        },
        {"term": gettext("Validity"), "value": page.get_validity_display()},
    ]
    relations = page.relations.select_related("related").order_by("sort_order")
    clauses = _with_levels(list(page.clauses.all()))
    contents = [
        {"text": shown.title, "href": f"#{shown.clause.anchor}", "is_lower": shown.level > 1}
        for shown in clauses
        if shown.clause.heading and shown.level <= CONTENTS_LEVELS
    ]
    return {
        "facts": [fact for fact in facts if fact["value"]],
        "targets": target_table(page),
        "clauses": clauses,
        "contents": contents if len(contents) > 1 else [],
        "related": [_related(relation) for relation in relations],
    }


def _related(relation: PolicyRelation) -> dict[str, str]:
    page = relation.related if relation.related and relation.related.live else None
    return {
        "term": str(Relation(relation.relation).label),
        "value": relation.name or (page.title if page else ""),
        "url": page.url if page else "",
    }


def services() -> QuerySet[ServicePage]:
    """Return the services to list in the active language, by title."""
    return translations.listed_in(ServicePage.objects.all()).select_related("locale").order_by("title", "pk")


def service_details(page: ServicePage) -> dict[str, Any]:
    """Return the facts, the steps and the address of the request form."""
    facts = [
        {"term": gettext("Who it is for"), "value": page.for_whom},
        {"term": gettext("Fee"), "value": page.fee},
        {"term": gettext("Time it takes"), "value": page.processing_time},
        {"term": gettext("Provided by"), "value": page.provider},
        {"term": gettext("Contact"), "value": page.contact},
        {"term": gettext("Legal basis"), "value": page.legal_basis},
    ]
    return {
        "facts": [fact for fact in facts if fact["value"]],
        "steps": list(page.steps.all()),
        "request_url": reverse("home:service-request", args=[page.translation_key]) if page.accepts_requests else "",
    }


def service_for_requests(translation_key: object) -> ServicePage | None:
    """Return the live service in the active language, or the Vietnamese one, that can be asked for."""
    found = list(
        ServicePage.objects.filter(
            translation_key=translation_key, live=True, alias_of=None, accepts_requests=True
        ).select_related("locale")
    )
    wanted = languages.current()
    return next((page for page in found if page.locale.language_code == wanted), found[0] if found else None)


def public_answers(request: HttpRequest) -> listing.Listing:
    """Return reports whose answer was published, newest first."""
    rows = FeedbackReport.objects.filter(state=FeedbackState.ANSWERED, published_at__isnull=False)
    return listing.build(
        request=request,
        rows=rows.only("reference", "category", "public_question", "answer", "answered_at"),
        facets=[],
        sorts=[listing.SortSpec("newest", _("Newest first"), ("-published_at", "-pk"))],
        size=ANSWERS_SIZE,
    )


@dataclass
class SiteMapEntry:
    """A page with what stands below it."""

    title: str
    url: str
    children: list["SiteMapEntry"] = field(default_factory=list)


SITE_MAP_TYPES = (
    "home.contentpage",
    "home.policyindexpage",
    "home.policypage",
    "home.serviceindexpage",
    "home.servicepage",
    "home.feedbackpage",
)


def site_map(request: HttpRequest) -> list[SiteMapEntry]:
    """Return the sections of the active language with the pages of text, policy and service below them.

    Technologies, events, news and other lists that grow are named by their section only.
    """
    root = next((path for path in Site.get_site_root_paths() if path.language_code == languages.current()), None)
    if root is None:
        return []
    pages = (
        Page.objects.public()
        .filter(url_path__startswith=root.root_path, live=True, alias_of=None)
        .filter(depth__gt=2, depth__lte=SITE_MAP_DEPTH)
        .select_related("content_type", "locale")
        .order_by("path")
    )
    sections: dict[str, SiteMapEntry] = {}
    for page in pages:
        entry = SiteMapEntry(page.title, page.get_url(request) or "")
        kind = f"{page.content_type.app_label}.{page.content_type.model}"
        parent = page.path[: -Page.steplen]
        if parent in sections and kind in SITE_MAP_TYPES:
            sections[parent].children.append(entry)
        elif page.depth == SITE_MAP_DEPTH - 1:
            sections[page.path] = entry
    return list(sections.values())
