"""Links between intermediaries: proposing, confirming, declining, ending; and what an officer enters."""

from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from exhibitors import permissions, queries
from exhibitors.domain import log
from exhibitors.enums import INTERMEDIARY_ROLES, LINK_MOVES, LIVE_LINKS, LinkKind, LinkState, LogAction
from exhibitors.models import Organisation, OrganisationLink
from portal.kernel import clock, errors, text

EARLIEST: Final = 1945
MOST_LIVE: Final = 60
"""Links of one organisation that are proposed or confirmed."""


def is_intermediary(organisation: Organisation) -> bool:
    """Return whether the organisation says that it is one (Circular 16/2014/TT-BKHCN), and everyone may see it."""
    return organisation.is_public and organisation.roles.filter(code__in=INTERMEDIARY_ROLES).exists()


def _lock(*organisations: Organisation) -> dict[int, Organisation]:
    """Return the organisations with their rows locked, in the order of their keys."""
    keys = sorted({organisation.pk for organisation in organisations})
    return {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=keys).order_by("pk")}


def _check(source: Organisation, target: Organisation, since: int | None) -> None:
    if source.pk == target.pk:
        raise errors.DomainError(_("Choose another organisation than your own."), field="target")
    for organisation, field in ((source, None), (target, "target")):
        if not is_intermediary(organisation):
            raise errors.DomainError(
                _("Links are kept between intermediaries only; %(name)s does not say that it is one.")
                % {"name": organisation.display_name},
                field=field,
            )
    if since is not None and not EARLIEST <= since <= clock.today().year:
        raise errors.DomainError(_("Write a year that has begun, such as 2024."), field="since")


def _clean_services(**typed: str) -> dict[str, str]:
    """Return the words about services as one line each; raise DomainError on the field whose text is too long."""
    clean = {name: text.line(words) for name, words in typed.items()}
    for name, words in clean.items():
        longest = OrganisationLink._meta.get_field(name).max_length or 0  # type: ignore[union-attr]  # noqa: SLF001 -- Django's public registry
        if len(words) > longest:
            raise errors.DomainError(
                _("This text is too long: %(longest)d characters at most.") % {"longest": longest}, field=name
            )
    return clean


def _make(**fields: Any) -> OrganisationLink:
    taken = errors.DomainError(
        _("This link is there already, or waits for one of the two organisations."), field="target"
    )
    made = OrganisationLink(**fields)
    live = OrganisationLink.objects.filter(source=made.source, state__in=LIVE_LINKS)
    if live.count() >= MOST_LIVE:
        raise errors.LimitReachedError(_("One organisation can keep %(most)d links at most.") % {"most": MOST_LIVE})
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise taken from error
    return made


@transaction.atomic
def propose(
    *,
    source: Organisation,
    target: Organisation,
    kind: LinkKind,
    by: Any,
    now: datetime,
    since: int | None = None,
    services: str = "",
    services_en: str = "",
) -> OrganisationLink:
    """Propose a link to another intermediary, whose owners and editors answer it; return the record.

    Raises NotAllowedError for those who may not edit ``source``, DomainError with the field to blame.
    """
    rows = _lock(source, target)
    if not permissions.can_edit(queries.membership_in(by, rows[source.pk])):
        raise errors.NotAllowedError
    _check(rows[source.pk], rows[target.pk], since)
    made = _make(
        source=rows[source.pk],
        target=rows[target.pk],
        kind=kind,
        since=since,
        **_clean_services(services=services, services_en=services_en),
        proposed_by=by,
        proposed_at=now,
    )
    for organisation in rows.values():
        log.write(organisation=organisation, action=LogAction.LINK_PROPOSED, by=by, now=now, detail=str(made))
    return made


@transaction.atomic
def enter(
    *,
    source: Organisation,
    target: Organisation,
    kind: LinkKind,
    by: Any,
    now: datetime,
    since: int | None = None,
    services: str = "",
    services_en: str = "",
) -> OrganisationLink:
    """Enter a link that both sides have confirmed to an officer; return the record.

    Raises NotAllowedError for all but officers, DomainError with the field to blame.
    """
    rows = _lock(source, target)
    if not permissions.can_verify(by):
        raise errors.NotAllowedError
    _check(rows[source.pk], rows[target.pk], since)
    made = _make(
        source=rows[source.pk],
        target=rows[target.pk],
        kind=kind,
        since=since,
        **_clean_services(services=services, services_en=services_en),
        state=LinkState.CONFIRMED,
        proposed_by=by,
        proposed_at=now,
        answered_by=by,
        answered_at=now,
    )
    for organisation in rows.values():
        log.write(organisation=organisation, action=LogAction.LINK_CONFIRMED, by=by, now=now, detail=str(made))
    return made


def _answer(
    *, link: OrganisationLink, side: Organisation, to: LinkState, action: LogAction, by: Any, now: datetime
) -> OrganisationLink:
    rows = _lock(link.source, link.target)
    locked = OrganisationLink.objects.select_for_update().get(pk=link.pk)
    if side.pk not in rows or not permissions.can_edit(queries.membership_in(by, rows[side.pk])):
        raise errors.NotAllowedError
    LINK_MOVES.check(LinkState(locked.state), to)
    if to == LinkState.ENDED and locked.state == LinkState.PROPOSED and side.pk != locked.source_id:
        # The other side declines a proposal; only who made it takes it back.
        raise errors.IllegalMoveError
    locked.state = to
    locked.answered_by = by
    locked.answered_at = now
    locked.save(update_fields=["state", "answered_by", "answered_at"])
    for organisation in rows.values():
        log.write(organisation=organisation, action=action, by=by, now=now, detail=str(locked))
    return locked


@transaction.atomic
def confirm(*, link: OrganisationLink, by: Any, now: datetime) -> OrganisationLink:
    """Confirm as the other side; the link is public from now on. Raises NotAllowedError and IllegalMoveError."""
    return _answer(link=link, side=link.target, to=LinkState.CONFIRMED, action=LogAction.LINK_CONFIRMED, by=by, now=now)


@transaction.atomic
def decline(*, link: OrganisationLink, by: Any, now: datetime) -> OrganisationLink:
    """Decline as the other side. Raises NotAllowedError and IllegalMoveError."""
    return _answer(link=link, side=link.target, to=LinkState.DECLINED, action=LogAction.LINK_DECLINED, by=by, now=now)


@transaction.atomic
def end(*, link: OrganisationLink, organisation: Organisation, by: Any, now: datetime) -> OrganisationLink:
    """End a link, or take a proposal back, as either side. Raises NotAllowedError and IllegalMoveError."""
    return _answer(link=link, side=organisation, to=LinkState.ENDED, action=LogAction.LINK_ENDED, by=by, now=now)
