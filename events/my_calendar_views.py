"""The page "My calendar": the private calendars of a person, their addresses made, renewed and revoked. GET changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.domain import private_calendars
from events.domain.private_calendars import Holder, Secret
from exhibitors import queries as exhibitors
from portal.accounts.models import User
from portal.kernel import clock, limits, text
from portal.kernel.errors import NotAllowedError, StaleError
from portal.mail import domain as mail

ORGANISATION = "organisation-"
PERSONAL = "personal"
PASSWORD = "password"  # noqa: S105 -- the name of a part of the page


@dataclass(frozen=True, slots=True)
class Part:
    """One private calendar, or the password for all of them, as the page shows it."""

    what: str
    title: str
    holder: Holder
    since: datetime | None
    basic_url: str = ""

    @property
    def version(self) -> str:
        """What the forms say they have seen."""
        return private_calendars.version_of(self.since)

    @property
    def is_password(self) -> bool:
        """Whether this is the password."""
        return self.holder.kind is Secret.PASSWORD


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 -- the views ask for sign-in
    return request.user


def _parts(user: User) -> list[Part]:
    """Return everything on the page: one query for the memberships and one for each kind of secret."""
    memberships = sorted(exhibitors.memberships_of(user), key=lambda row: (row.organisation.sort_key, row.pk))
    holders = [Holder(Secret.PERSONAL, user), *(Holder(Secret.ORGANISATION, user, row) for row in memberships)]
    holders.append(Holder(Secret.PASSWORD, user))
    since = private_calendars.live_since(holders=holders, now=clock.now())
    return [_part(holder, since.get((holder.kind, holder.subject))) for holder in holders]


def _part(holder: Holder, since: datetime | None) -> Part:
    if holder.membership is not None:
        organisation = holder.membership.organisation
        path = reverse("events:organisation-calendar-file", args=[organisation.slug])
        what = f"{ORGANISATION}{holder.membership.pk}"
        return Part(what, organisation.display_name, holder, since, mail.absolute_url(path))
    if holder.kind is Secret.PASSWORD:
        return Part(PASSWORD, _("Calendar password"), holder, since)
    path = reverse("events:my-calendar-file")
    return Part(PERSONAL, _("Your own calendar"), holder, since, mail.absolute_url(path))


def _part_or_404(user: User, what: str) -> Part:
    kinds = {PERSONAL: Secret.PERSONAL, PASSWORD: Secret.PASSWORD}
    number = what.removeprefix(ORGANISATION)
    kind = kinds.get(what, Secret.ORGANISATION)
    if kind is Secret.ORGANISATION and not (what.startswith(ORGANISATION) and number.isdecimal() and number.isascii()):
        raise Http404
    try:
        holder = private_calendars.holder(
            kind=kind, user=user, membership_id=int(number) if kind is Secret.ORGANISATION else None
        )
    except NotAllowedError as error:
        raise Http404 from error
    since = private_calendars.live_since(holders=[holder], now=clock.now())
    return _part(holder, since.get((kind, holder.subject)))


def _page(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    answer = render(request, f"events/{template}.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
@never_cache
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Show the private calendars and whether each has an address."""
    return _page(request, "my_calendar", parts=_parts(_person(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def renew(request: HttpRequest, what: str) -> HttpResponse:
    """Make an address or password, or ask once and then put a new one in the place of the old; show it this one time."""
    user = _person(request)
    part = _part_or_404(user, what)
    if request.method != "POST":
        if part.since is None:
            return redirect("events:my-calendar")
        return _page(request, "my_calendar_ask", part=part, revokes=False)
    if not limits.form_may_be_sent(request):
        messages.error(request, _("Too many attempts. Try again in ten minutes."))
        return redirect("events:my-calendar")
    try:
        secret = private_calendars.make(
            holder=part.holder, seen=text.line(request.POST.get("seen", "")), now=clock.now()
        )
    except StaleError as refusal:
        messages.error(request, str(refusal))
        return redirect("events:my-calendar")
    return _page(
        request, "my_calendar_secret", part=part, secret=secret, url=_secret_url(part, secret), email=user.email
    )


def _secret_url(part: Part, secret: str) -> str:
    names = {
        Secret.PERSONAL: "events:private-calendar",
        Secret.ORGANISATION: "events:private-organisation-calendar",
    }
    name = names.get(part.holder.kind)
    return mail.absolute_url(reverse(name, args=[secret])) if name is not None else ""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def revoke(request: HttpRequest, what: str) -> HttpResponse:
    """Ask once; let the address or password open nothing any more."""
    part = _part_or_404(_person(request), what)
    if request.method != "POST":
        if part.since is None:
            return redirect("events:my-calendar")
        return _page(request, "my_calendar_ask", part=part, revokes=True)
    if private_calendars.revoke(holder=part.holder, now=clock.now()):
        done = (
            _("The password opens nothing any more.") if part.is_password else _("The address opens nothing any more.")
        )
        messages.success(request, done)
    return redirect("events:my-calendar")
