"""The lists of events and courses: their filters, orders, tabs, and the month."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events import month, queries
from events.calendars import following
from events.enums import AttendanceMode, CertificateRule, EventKind, EventLevel
from events.models import CoursePage, EventPage
from portal.kernel import clock, formats
from portal.page_cache import collecting
from portal.pages import listing
from portal.pages.listing import FacetSpec, Rows, SortSpec
from portal.vocabularies import queries as vocabulary_queries
from portal.vocabularies.enums import VocabularyCode

VIEW: Final = "view"
MONTH: Final = "month"
TIME: Final = "time"
UPCOMING: Final = "upcoming"
PAST: Final = "past"
MONTHS_AHEAD: Final = 12
MOST_IN_A_MONTH: Final = 1000

SOONEST: Final = SortSpec("soonest", gettext_lazy("Soonest first"), ("starts_at", "pk"))
LATEST: Final = SortSpec("latest", gettext_lazy("Latest first"), ("-starts_at", "-pk"))
NEWEST: Final = SortSpec("newest", gettext_lazy("Newly announced"), ("-first_published_at", "-pk"))


def _attending(rows: Rows, values: list[str]) -> Rows:
    return rows.filter(attendance_mode__in=[*values, AttendanceMode.BOTH])


def _attending_gathered(counts: "Counter[Any]") -> dict[str, int]:
    return {
        mode: counts[mode] + counts[AttendanceMode.BOTH] for mode in (AttendanceMode.ON_SITE, AttendanceMode.ONLINE)
    }


def _unchanged(rows: Rows, _values: list[str]) -> Rows:
    return rows


def _chosen_times(request: HttpRequest) -> set[str]:
    return {value for value in request.GET.getlist(TIME) if value in {UPCOMING, PAST}} or {UPCOMING}


def _in_time(rows: Any, times: set[str], now: datetime) -> Any:
    if times == {UPCOMING}:
        return rows.upcoming(now)
    return rows.past(now) if times == {PAST} else rows


def _sorts(times: set[str]) -> tuple[SortSpec, ...]:
    return (LATEST, SOONEST, NEWEST) if times == {PAST} else (SOONEST, LATEST, NEWEST)


def _choice_facet(name: str, label: Any, choices: Any, column: str) -> FacetSpec:
    return FacetSpec(name, label, lambda: choices, listing.choose_by(column), listing.count_by(column))


def _time_facet() -> FacetSpec:
    choices = [(UPCOMING, gettext_lazy("Coming and running")), (PAST, gettext_lazy("Over"))]
    return FacetSpec(TIME, gettext_lazy("Time"), lambda: choices, _unchanged)  # type: ignore[arg-type,return-value]  # lazy words


def _shared_facets() -> tuple[FacetSpec, ...]:
    return (
        FacetSpec(
            "attendance",
            gettext_lazy("Taking part"),
            lambda: [(str(mode), str(mode.label)) for mode in (AttendanceMode.ON_SITE, AttendanceMode.ONLINE)],
            _attending,
            listing.count_by("attendance_mode", gather=_attending_gathered),
        ),
        FacetSpec(
            "field",
            pgettext_lazy("of science and technology", "Field"),
            lambda: vocabulary_queries.term_choices(VocabularyCode.FIELD),
            listing.choose_by_relation("fields__code"),
            listing.count_by("fields__code"),
        ),
        FacetSpec(
            "place",
            gettext_lazy("Place"),
            vocabulary_queries.place_choices,
            listing.choose_by("place__code"),
            listing.count_by("place__code"),
        ),
    )


def _event_facets() -> tuple[FacetSpec, ...]:
    return (
        _choice_facet("kind", gettext_lazy("Kind"), EventKind.choices, "kind"),
        _choice_facet("level", gettext_lazy("Level"), EventLevel.choices, "level"),
        *_shared_facets(),
    )


def _month_facet(chosen: date, today: date) -> FacetSpec:
    months = {month.shift(today.replace(day=1), number) for number in range(MONTHS_AHEAD)} | {chosen}
    choices = [(month.code(first), formats.month(first)) for first in sorted(months)]
    return FacetSpec(MONTH, gettext_lazy("Month"), lambda: choices, _unchanged, multiple=False)


def wants_month(request: HttpRequest) -> bool:
    """Return whether the address asks for the month: by its view, or by naming one."""
    return request.GET.get(VIEW) == MONTH or bool(request.GET.get(MONTH))


def _tabs(path: str, current: str) -> list[dict[str, Any]]:
    return [
        {"text": _("List"), "url": path, "current": current == UPCOMING},
        {"text": _("Month"), "url": f"{path}?{VIEW}={MONTH}", "current": current == MONTH},
        {"text": _("Over"), "url": f"{path}?{TIME}={PAST}", "current": current == PAST},
    ]


def _filters_on(built: listing.Listing) -> list[str]:
    """Return the names of the filters that are on, one for each value; "" stands for words that are searched."""
    return [facet.name for facet in built.facets for _option in facet.selected] + ([""] if built.query else [])


def _frame(request: HttpRequest, current: str, built: listing.Listing) -> dict[str, Any]:
    return {
        "tabs": _tabs(request.path, current),
        "follow": following.of_list(QueryDict(built.parameters), on=_filters_on(built)),
        "changes_url": reverse("events:changes"),
    }


def event_context(*, request: HttpRequest, now: datetime) -> Mapping[str, Any]:
    """Return what the list of events or its month shows, as the address asks."""
    collecting.reads_parameters(VIEW, MONTH, TIME)
    return _month_context(request, now) if wants_month(request) else _list_context(request, now)


def _list_context(request: HttpRequest, now: datetime) -> dict[str, Any]:
    times = _chosen_times(request)
    built = listing.build(
        request=request,
        rows=_in_time(queries.listed(EventPage), times, now),
        facets=(*_event_facets(), _time_facet()),
        sorts=_sorts(times),
        search=lambda rows, query: rows.matching(query),  # type: ignore[attr-defined]  # our own queryset
        with_card_data=queries.with_card_data,
        most=listing.MOST_COUNTED,
    )
    return {
        **_frame(request, PAST if times == {PAST} else UPCOMING, built),
        "listing": built,
        "cards": built.kept("events:cards", lambda: queries.cards(built.items, now)),
    }


def _with_month(parameters: QueryDict, first: date) -> QueryDict:
    changed = parameters.copy()
    changed.setlist(MONTH, [month.code(first)])
    return changed


def _month_context(request: HttpRequest, now: datetime) -> dict[str, Any]:
    today = clock.local(now).date()
    first = month.parse(request.GET.get(MONTH), today)
    # The filters read the month from the address; "?view=month" alone means the present one.
    request.GET = _with_month(request.GET, first)  # type: ignore[assignment]  # Django replaces it the same way
    start, end = month.span(first)
    built = listing.build(
        request=request,
        rows=queries.listed(EventPage).overlapping(start, end),
        facets=(*_event_facets(), _month_facet(first, today)),
        sorts=(SOONEST,),
        search=lambda rows, query: rows.matching(query),  # type: ignore[attr-defined]  # our own queryset
        with_card_data=lambda rows: rows.select_related("locale").prefetch_related("sessions"),
        size=MOST_IN_A_MONTH,
        most=MOST_IN_A_MONTH,
    )

    def url(other: date) -> str:
        return f"{request.path}?{_with_month(QueryDict(built.parameters), other).urlencode()}"

    return {
        **_frame(request, MONTH, built),
        "listing": built,
        "month": month.grid(
            first=first,
            pages=built.items,
            today=today,
            previous_url=url(month.shift(first, -1)),
            next_url=url(month.shift(first, 1)),
        ),
    }


def course_context(*, request: HttpRequest, now: datetime) -> Mapping[str, Any]:
    """Return what the list of courses shows."""
    times = _chosen_times(request)
    built = listing.build(
        request=request,
        rows=_in_time(queries.listed(CoursePage), times, now),
        facets=(
            FacetSpec(
                "audience",
                gettext_lazy("Audience"),
                lambda: vocabulary_queries.term_choices(VocabularyCode.AUDIENCE),
                listing.choose_by_relation("audiences__code"),
                listing.count_by("audiences__code"),
            ),
            *_shared_facets(),
            _choice_facet("certificate", gettext_lazy("Certificate"), CertificateRule.choices, "certificate_rule"),
            _time_facet(),
        ),
        sorts=_sorts(times),
        search=lambda rows, query: rows.matching(query),  # type: ignore[attr-defined]  # our own queryset
        with_card_data=lambda rows: queries.with_card_data(rows).prefetch_related("sessions"),
        most=listing.MOST_COUNTED,
    )
    return {
        "follow": following.of_list(
            QueryDict(built.parameters), implied={"kind": EventKind.COURSE.value}, on=_filters_on(built)
        ),
        "listing": built,
        "cards": built.kept("events:cards", lambda: queries.cards(built.items, now)),
    }
