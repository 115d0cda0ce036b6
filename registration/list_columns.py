"""What the organisers' list shows beside Wagtail's own: boxes to choose rows by, the form for several, ways to other pages."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets import Button

from registration import list_filters, permissions
from registration.organiser_enums import BulkAction

NOT_FILTERS = frozenset({"p", "export", "_w_filter_fragment", "notes"})


class ChoiceColumn(BaseColumn):  # type: ignore[misc]  # Wagtail has no types
    """A box in each row."""

    header_template_name = "registration/admin/parts/choice_header.html"
    cell_template_name = "registration/admin/parts/choice_cell.html"


def kept_query(query: QueryDict) -> str:
    """Return the filters, the search and the order of an address, without the number of its page."""
    return urlencode(
        [(name, value) for name in query if name not in NOT_FILTERS for value in query.getlist(name) if value]
    )


def bulk_context(request: HttpRequest, count: int) -> dict[str, Any]:
    """Return what the form below the list shows to those who may decide."""
    if not permissions.may_decide(request.user):  # type: ignore[arg-type]  # the admin asks for sign-in
        return {}
    pairs = [
        (name, value) for name in request.GET if name not in NOT_FILTERS for value in request.GET.getlist(name) if value
    ]
    return {"bulk_actions": BulkAction.choices, "bulk_count": count, "bulk_filters": pairs}


def header_buttons(request: HttpRequest) -> list[Button]:
    """Return the ways to dashboards, mails, badges, exports with notes and the audit."""
    user: Any = request.user
    group = list_filters.group_of(request.GET)
    subject = group.subject if group is not None else None
    kept = kept_query(request.GET)
    found = [Button(_("Dashboards"), url=reverse("registrations:dashboards"), icon_name="date", priority=10)]
    if subject is not None:
        found = [
            Button(
                _("Dashboard"), url=reverse("registrations:dashboard", args=[subject]), icon_name="date", priority=10
            )
        ]
        if permissions.may_decide(user):
            mail, badges = (reverse(f"registrations:{name}", args=[subject]) for name in ("mail-add", "badges"))
            found += [
                Button(_("Write to this group"), url=f"{mail}?{kept}", icon_name="mail", priority=20),
                Button(_("Badges for this group"), url=f"{badges}?{kept}", icon_name="tag", priority=30),
            ]
    if permissions.may_export(user):
        url = f"{reverse('registrations:index')}?{kept}&export=xlsx&notes=1".replace("?&", "?")
        found.append(Button(_("Export with private notes (XLSX)"), url=url, icon_name="download", priority=60))
    if permissions.may_decide(user):
        found.append(Button(_("Audit"), url=reverse("registrations:audit"), icon_name="history", priority=70))
    return found
