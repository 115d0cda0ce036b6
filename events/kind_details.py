"""What the pages of fairs, trade promotion and courses show beyond what every event shows."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from events import fair_queries, queries
from events.domain import delegation_reports, delegations
from events.enums import CertificateRule
from events.models import CoursePage, EventPage, FairPage, TradePromotionPage
from exhibitors import queries as exhibitor_queries
from portal.kernel import clock, formats, languages
from portal.kernel.languages import Language
from portal.ui import tables


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the fact box."""

    term: str
    value: str
    url: str = ""
    hint: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """An organiser, a partner, a delegate or an exhibitor with its profile, if it is public."""

    name: str
    url: str = ""
    text: str = ""


def body(organisation: Any, name: str, directory: str, text: str = "") -> Body:
    """Return an organisation with its public profile, or a bare name."""
    if organisation is None:
        return Body(name, text=text)
    url = exhibitor_queries.profile_url(organisation, directory=directory)
    return Body(name or organisation.display_name, url, text)


def _hours(hours: Decimal) -> str:
    return formats.number(hours, 0 if hours % 1 == 0 else 1)


def _certificate(page: CoursePage) -> str:
    if page.certificate_rule == CertificateRule.ATTENDANCE:
        return _("After attending %(share)d per cent of the sessions") % {"share": page.certificate_attendance or 0}
    if page.certificate_rule == CertificateRule.HOURS and page.certificate_hours:
        return _("After attending %(hours)s hours") % {"hours": _hours(page.certificate_hours)}
    return str(page.get_certificate_rule_display())


def kind_facts(page: EventPage) -> list[Fact]:
    """Return the facts of the page's kind."""
    found: list[Fact] = []
    if isinstance(page, CoursePage):
        found.append(Fact(_("Certificate"), _certificate(page)))
        found += [Fact(_("Number of hours"), _hours(page.hours))] if page.hours else []
        found += [Fact(_("Fee"), page.fee_text)] if page.fee_text else []
    if isinstance(page, FairPage):
        found += [Fact(_("Stands"), formats.number(page.stand_count))] if page.stand_count else []
        found += [Fact(_("Stand fee"), page.stand_fee_text)] if page.stand_fee_text else []
    if isinstance(page, TradePromotionPage):
        found += [Fact(_("Programme"), page.programme_number)] if page.programme_number else []
        found += [Fact(_("Delegation"), formats.number(page.delegation_size))] if page.delegation_size else []
    return found


def _fair(page: FairPage, directory: str) -> dict[str, Any]:
    exhibitors = [
        (body(row.organisation, "", directory), row.stand) for row in queries.exhibitors_of(page.translation_key)
    ]
    hall_columns, hall_rows = tables.without_empty(
        [
            {"label": _("Hall")},
            {"label": _("Name")},
            {"label": _("Stands"), "numeric": True},
            {"label": _("What is there")},
        ],
        [
            [
                hall.code,
                hall.name,
                "" if hall.stand_count is None else formats.number(hall.stand_count),
                hall.description,
            ]
            for hall in page.halls.all()
        ],
    )
    exhibitor_columns, exhibitor_rows = tables.without_empty(
        [{"label": _("Exhibitor")}, {"label": _("Stand")}],
        [[{"text": shown.name, "url": shown.url} if shown.url else shown.name, stand] for shown, stand in exhibitors],
    )
    return {
        "products": page.products.splitlines(),
        "conditions": page.exhibitor_conditions.splitlines(),
        "halls": hall_rows,
        "hall_columns": hall_columns,
        "exhibitors": exhibitor_rows,
        "exhibitor_columns": exhibitor_columns,
        "plan_url": reverse("events:fair-plan", args=[page.translation_key])
        if fair_queries.setup_of(page.translation_key).plan_is_public
        else "",
    }


def _report(page: TradePromotionPage) -> dict[str, Any] | None:
    """Return the published report of a programme, in the active language or else in Vietnamese."""
    report = delegation_reports.report_of(page.translation_key)
    if report is None or not delegations.is_over(page, clock.now()):
        return None
    is_english = languages.current() is Language.ENGLISH
    words = report.summary_en if is_english and report.summary_en else report.summary_vi
    figures = (
        (_("People who travelled"), report.travellers),
        (_("Business contacts"), report.contacts),
        (_("Agreements signed"), report.agreements),
    )
    return {
        "words": words,
        "language": Language.VIETNAMESE if words is report.summary_vi else Language.ENGLISH,
        "figures": [Fact(term, formats.number(value)) for term, value in figures],
    }


def kind_context(page: EventPage, directory: str) -> dict[str, Any]:
    """Return what the template of the page's kind shows; ``directory`` is the address of the directory."""
    if isinstance(page, FairPage):
        return _fair(page, directory)
    if isinstance(page, TradePromotionPage):
        return {
            "partners": [Body(row.name, row.url, row.country) for row in page.partners.all()],
            "delegates": [
                body(row.organisation, row.name, directory, row.purpose)
                for row in page.delegates.select_related("organisation")
            ],
            "report": _report(page),
        }
    if isinstance(page, CoursePage):
        columns, rows = tables.without_empty(
            [{"label": _("Subject")}, {"label": _("Number of hours"), "numeric": True}, {"label": _("Content")}],
            [[row.title, _hours(row.hours), row.content] for row in page.syllabus.all()],
        )
        return {
            "syllabus": rows,
            "syllabus_columns": columns,
            "trainers": [
                (row, row.picture.get_rendition("fill-240x240") if row.picture else None)
                for row in page.trainers.select_related("picture").prefetch_related("picture__renditions")
            ],
        }
    return {}
