"""What the pages of technologies and needs show: facts, tables, neighbours. Names nobody who asked not to be named."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exhibitors import queries as exhibitor_queries
from exhibitors.enums import Country
from portal.kernel import formats, languages
from portal.pages import related
from portal.ui import tables
from portal.vocabularies import held
from showcase import focal_points, matches, motifs, queries, units
from showcase.enquiry_enums import Side
from showcase.enums import (
    BudgetBand,
    Disclosure,
    EnquirySubject,
    EnteredBy,
    FileDisclosure,
    Funding,
    ListingState,
    MeasureRole,
    NeedStatus,
    Outcome,
)
from showcase.models import ContactShare, Deal, Enquiry, NeedPage, TechnologyPage


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a fact box or list."""

    term: str
    value: str
    url: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with plain text."""

    title: str
    text: str


def _joined(terms: Iterable[Any]) -> str:
    return ", ".join(term.label for term in terms)


def _facts(*pairs: tuple[str, str]) -> list[Fact]:
    return [Fact(term, value) for term, value in pairs if value]


def _sections(*pairs: tuple[str, str]) -> list[Section]:
    return [Section(title, text) for title, text in pairs if text.strip()]


def owner_words(page: TechnologyPage | NeedPage) -> str:
    """Return the organisation's name, or words that name nobody."""
    organisation = page.named_organisation
    if organisation is not None:
        return str(organisation.display_name)
    return _("Not named at its own wish") if page.is_anonymous else ""


def _owner_fact(page: TechnologyPage | NeedPage, term: str) -> list[Fact]:
    organisation = page.named_organisation
    words = owner_words(page)
    if organisation is None:
        return [Fact(term, words)] if words else []
    kind = organisation.kind.label
    return [Fact(term, words, exhibitor_queries.profile_url(organisation, languages.current()), kind)]


def _contact_facts(page: TechnologyPage | NeedPage) -> list[Fact]:
    organisation = page.named_organisation
    if organisation is None or page.disclosure != Disclosure.PUBLIC:
        return []
    return _facts((_("E-mail"), organisation.email), (_("Telephone"), organisation.phone))


def price_words(page: TechnologyPage) -> str:
    """Return the price range in words; "to be agreed" where no figure is given."""
    low, high = page.price_min, page.price_max
    if low is not None and high is not None:
        words = _("%(low)s to %(high)s") % {"low": formats.money(low), "high": formats.money(high)}
    elif low is not None:
        words = _("from %(low)s") % {"low": formats.money(low)}
    elif high is not None:
        words = _("up to %(high)s") % {"high": formats.money(high)}
    else:
        return _("To be agreed")
    return _("%(price)s, negotiable") % {"price": words} if page.price_negotiable else words


def technology_facts(page: TechnologyPage) -> list[Fact]:
    """Return the lines of the fact box."""
    rights = [str(right.status) + (f" ({right.kind})" if right.kind else "") for right in page.rights.all()]
    facts = _facts(
        (_("Kind"), page.kind.label if page.kind else ""),
        (pgettext("of science and technology", "Field"), _joined(page.all_fields)),
        (_("Intellectual property"), "; ".join(dict.fromkeys(rights))),
        (_("Form of transfer"), _joined(page.transfer_forms.all())),
        (_("Cooperation"), _joined(page.cooperation.all())),
        (_("Price"), price_words(page)),
    )
    facts += _owner_fact(page, _("Owner of the technology"))
    facts += _facts((_("Place"), str(page.place) if page.place else ""))
    return facts + _contact_facts(page) + _confirmation_facts(page)


def _confirmation_facts(page: TechnologyPage | NeedPage) -> list[Fact]:
    """Return when somebody last stood up for it; neither a draft that was never public nor what has ended says so."""
    if page.confirmed_on is None or page.first_published_at is None:
        return []
    if page.listing_state is not ListingState.OFFERED:
        return []
    return [Fact(_("Confirmed as valid on"), formats.short_date(page.confirmed_on))]


def _right_rows(page: TechnologyPage) -> list[list[str]]:
    countries = dict(Country.choices)
    return [
        [
            str(right.kind or _("No registered right")),
            str(right.status or ""),
            "" if page.is_anonymous else right.number,
            str(countries.get(right.country, right.country)),
            formats.short_date(right.granted_on) if right.granted_on else "",
        ]
        for right in page.rights.all()
    ]


def _specification_rows(page: TechnologyPage) -> list[list[str]]:
    return [[row.name, row.shown_value, units.shown(row.unit)] for row in page.specifications.all()]


def _receiver_facts(page: TechnologyPage) -> list[Fact]:
    return _facts(
        (_("Space"), page.receiver_space),
        (_("Electricity and water"), page.receiver_utilities),
        (_("Materials"), page.receiver_materials),
        (_("Staff"), page.receiver_staff),
        (_("Time to install"), page.installation_time),
        (_("Cost of operation"), page.operating_cost),
    )


def _transfer_facts(page: TechnologyPage) -> list[Fact]:
    return _facts(
        (_("What is transferred"), _joined(page.transfer_objects.all())),
        (_("Methods"), _joined(page.transfer_methods.all())),
        (_("Rights transferred"), _joined(page.transfer_rights.all())),
        (_("Territory"), page.territory),
        (_("Warranty"), page.warranty),
        (_("Holder of the rights"), "" if page.is_anonymous else page.ip_holder),
        (_("Inventors"), "" if page.is_anonymous else page.inventors),
        (_("State budget"), _("Made with money from the state budget") if page.state_funded else ""),
        (_("Patent classification (IPC)"), ", ".join(page.ipc_list)),
        (_("Official field of science"), str(page.science_field or "")),
        (_("Product chain"), page.product_chain),
        (
            _("Technology readiness level assessed on"),
            formats.short_date(page.trl_assessed_on) if page.trl_assessed_on else "",
        ),
    )


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file on the page: everyone's, or opened after interest."""

    title: str
    url: str
    format: str
    size: int
    is_public: bool


def files_of(page: TechnologyPage) -> list[ShownFile]:
    """Return the files that the page names; those for reviewers only are not among them."""
    return [
        ShownFile(
            title=row.title,
            url=reverse("showcase:technology-file", args=[page.pk, row.file_id]),
            format=PurePath(str(row.file.file.name)).suffix.lstrip(".").upper(),
            size=row.file.size,
            is_public=row.disclosure == FileDisclosure.PUBLIC,
        )
        for row in page.files.select_related("file")
        if row.disclosure != FileDisclosure.NEVER
    ]


def enquiry_url(page: TechnologyPage | NeedPage) -> str:
    """Return the address of the form that asks about a page, in the active language."""
    subject = EnquirySubject.TECHNOLOGY if isinstance(page, TechnologyPage) else EnquirySubject.NEED
    return reverse(f"showcase:ask-{subject}", args=[page.translation_key])


def technology_context(page: TechnologyPage) -> dict[str, Any]:
    """Return everything that the template of a technology shows."""
    held.hold(page, "specifications", "rights")
    organisation = page.named_organisation
    right_columns, right_rows = tables.without_empty(
        [Column(label) for label in (_("Right"), _("Status"), _("Number"), _("Country"), _("Date"))], _right_rows(page)
    )
    specification_columns, specification_rows = tables.without_empty(
        [Column(_("Technical figure")), Column(_("Value"), numeric=True), Column(_("Unit"))], _specification_rows(page)
    )
    field = page.field.code if page.field else ""
    pictures = list(page.pictures.select_related("image").prefetch_related("image__renditions"))
    return {
        "facts": technology_facts(page),
        "action_url": enquiry_url(page) if page.is_offered and page.organisation_id else "",
        "outcome": Outcome(page.outcome).label if page.outcome != Outcome.NONE else "",
        "is_expired": page.is_expired() or page.archived_on is not None,
        "files": files_of(page),
        "sections": _sections(
            (_("The problem"), page.problem),
            (_("How it works"), page.solution),
            (_("Advantages"), page.advantages),
            (_("Compared with"), page.compared_with),
        ),
        "specification_columns": specification_columns,
        "specification_rows": specification_rows,
        "evidence": _sections((_("Evidence"), page.evidence), (_("Evidence of maturity"), page.trl_evidence)),
        "pictures": pictures,
        "drawing": "" if pictures else motifs.choose(field=field, key=str(page.translation_key), before=()),
        "right_columns": right_columns,
        "right_rows": right_rows,
        "receiver_facts": _receiver_facts(page),
        "transfer_facts": _transfer_facts(page),
        "environment": _sections(
            (_("Effect on the environment"), page.environmental_impact),
            (_("Waste"), page.waste),
            (_("Standards that apply"), page.standards),
        ),
        "product_url": "" if page.is_anonymous else page.product_url,
        "naming": related.naming(page),
        "matches": matches.needs_for(page),
        "neighbours": queries.technologies_of(organisation, without=page) if organisation else [],
    }


def need_facts(page: NeedPage) -> list[Fact]:
    """Return the lines of the fact box."""
    trl = _("TRL %(level)s or more") % {"level": page.trl_minimum} if page.trl_minimum else ""
    facts = _facts(
        (_("Status"), str(NeedStatus(page.status).label)),
        (pgettext("of science and technology", "Field"), _joined(page.all_fields)),
        (_("Lowest maturity accepted"), trl),
        (_("Cooperation"), _joined(page.cooperation.all())),
        (_("Budget"), str(BudgetBand(page.budget_band).label)),
        (_("Funding"), "" if page.funding == Funding.UNDECIDED else str(Funding(page.funding).label)),
        (_("Solution needed by"), formats.short_date(page.needed_by) if page.needed_by else ""),
        (_("Decision expected on"), formats.short_date(page.decision_on) if page.decision_on else ""),
    )
    facts += _owner_fact(page, _("Organisation"))
    facts += _facts((_("Place"), str(page.place) if page.place else ""))
    return facts + _contact_facts(page) + _focal_point_facts(page) + _confirmation_facts(page)


def _over_words(page: NeedPage) -> str:
    """Return why a need is no longer listed although nobody said how it ended; empty while it is."""
    if page.listing_state is ListingState.ENDED or (page.archived_on is None and not page.is_expired()):
        return ""
    if page.deadline is not None and page.deadline == page.shown_until:
        return _("The day by which a solution was wanted has passed. Nobody has given a new one.")
    return _("Nobody has confirmed this need for a long time. A solution may no longer be wanted.")


def _focal_point_facts(page: NeedPage) -> list[Fact]:
    """Return the office to turn to, where the organisation has no account that could answer."""
    if page.entered_by != EnteredBy.FOCAL_POINT or page.organisation_id is not None:
        return []
    consent = focal_points.consent_of(page.translation_key)
    if consent is None:
        return []
    office = consent.focal_point
    return _facts((_("Contact through"), office.body), (_("E-mail"), office.email), (_("Telephone"), office.phone))


def need_conditions(page: NeedPage) -> list[Fact]:
    """Return under which conditions a solution would have to work."""
    return _facts(
        (_("Scale"), page.scale),
        (_("Limits of space"), page.constraint_space),
        (_("Limits of power and water"), page.constraint_power),
        (_("Standard to be met"), page.constraint_standard),
        (_("Expectations on rights"), page.ip_expectations),
        (_("Patent classification (IPC)"), ", ".join(page.ipc_list)),
        (_("Product chain"), page.product_chain),
    )


def need_context(page: NeedPage) -> dict[str, Any]:
    """Return everything that the template of a need shows."""
    held.hold(page)
    organisation = page.named_organisation
    measures = list(page.measures.all())
    return {
        "facts": need_facts(page),
        "action_url": enquiry_url(page) if page.is_open and page.organisation_id else "",
        "over_text": _over_words(page),
        "measure_columns": [
            Column(_("What is measured")),
            Column(_("Now or wanted")),
            Column(_("Value"), numeric=True),
        ],
        "measure_rows": [[measure.name, str(MeasureRole(measure.role).label), measure.words] for measure in measures],
        "conditions": need_conditions(page),
        "sections": _sections((_("Situation today"), page.situation)),
        "after_sections": _sections((_("Ability to take it up"), page.absorption)),
        "naming": related.naming(page),
        "matches": matches.technologies_for(page),
        "neighbours": queries.needs_of(organisation, without=page) if organisation else [],
    }


def organisation_words(enquiry: Enquiry, terms: queries.SubjectTerms, shares: list[ContactShare]) -> str:
    """Return the organisation's name, or words that name nobody while an anonymous owner has not agreed to be named."""
    is_disclosed = any(share.side == Side.OWNER and share.disclosed_at for share in shares)
    if terms.is_anonymous and not is_disclosed:
        return _("The organisation, not named at its own wish")
    return str(enquiry.organisation.display_name)


def deal_sides(deal: Deal, *, organisation_words: str) -> dict[Side, str]:
    """Return how the two sides of an outcome are called; ``organisation_words`` is what the reader may know of the first."""
    return {Side.OWNER: organisation_words, Side.SENDER: deal.partner_name}
