"""Making an organisation and changing what it says of itself."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from exhibitors import permissions, queries
from exhibitors.domain import details as organisation_details
from exhibitors.domain import log, mentions
from exhibitors.domain.details import OrganisationDetails
from exhibitors.enums import VERIFICATION_MOVES, LogAction, MemberRole, VerificationState
from exhibitors.models import Membership, Organisation
from portal.kernel import errors, slugs
from portal.pages import findables

MOST_PER_PERSON = 5
SLUG_TRIES = 3
RESERVED_SLUGS = frozenset({"mang-luoi", "network"})
"""Other sub-routes of the directory."""
# Changing one of these after an officer's check would carry the check over to something nobody has checked.
IDENTITY_FIELDS = ("name", "tax_code", "country", "kind")
_PLAIN_FIELDS = (
    "name",
    "name_en",
    "country",
    "summary",
    "summary_en",
    "description",
    "description_en",
    "website",
    "email",
    "phone",
)


class TaxCodeTakenError(errors.DomainError):
    """The tax code belongs to an organisation of the portal; whether it is public, and which one, is not said."""


def _tax_code_taken() -> errors.DomainError:
    return TaxCodeTakenError(
        _("An organisation with this tax code is already on the portal. Ask its owners to let you join."),
        field="tax_code",
    )


def _free_slug(name: str) -> str:
    base = slugs.slug(name, fallback="to-chuc")
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken | RESERVED_SLUGS:
        return base
    return next(made for number in range(2, len(taken) + 3) if (made := f"{base}-{number}") not in taken)


def _check_limits(by: Any, name: str) -> None:
    own = list(Organisation.objects.filter(created_by=by).values_list("name", flat=True))
    if name.casefold() in {other.casefold() for other in own}:
        raise errors.DomainError(_("You have already made an organisation with this name."), field="name")
    if len(own) >= MOST_PER_PERSON:
        raise errors.LimitReachedError(
            _("One person can make %(most)d organisations at most.") % {"most": MOST_PER_PERSON}
        )


def _insert(organisation: Organisation) -> None:
    """Insert the row; another person may take the same address or tax code in the same moment."""
    for _attempt in range(SLUG_TRIES):
        organisation.slug = _free_slug(organisation.name)
        try:
            with transaction.atomic():
                organisation.save(force_insert=True)
        except IntegrityError as error:
            code = organisation.tax_code
            if code and Organisation.objects.filter(tax_code=code).exists():
                raise _tax_code_taken() from error
        else:
            return
    raise errors.DomainError(_("Somebody made an organisation of the same name just now. Try again."), field="name")


@transaction.atomic
def create_organisation(
    *, by: Any, details: OrganisationDetails, now: datetime, is_illustrative: bool = False
) -> Organisation:
    """Make an organisation whose first owner is ``by``, and return it.

    Raises DomainError with the field to blame; a tax code that is taken says so without naming anybody. One person makes
    a handful of organisations and never two of one name; invented ones for demonstration are not counted.
    """
    cleaned = organisation_details.clean(details)
    if not is_illustrative:
        _check_limits(by, cleaned.name)
    organisation = _make(by=by, cleaned=cleaned, now=now, is_illustrative=is_illustrative)
    Membership.objects.create(organisation=organisation, user=by, role=MemberRole.OWNER, joined_at=now, chosen_at=now)
    log.write(organisation=organisation, action=LogAction.CREATED, by=by, now=now)
    findables.changed(organisation)
    return organisation


def _make(*, by: Any, cleaned: OrganisationDetails, now: datetime, is_illustrative: bool) -> Organisation:
    """Insert an organisation of cleaned details, without members."""
    related = organisation_details.relations(cleaned)
    if cleaned.tax_code and Organisation.objects.filter(tax_code=cleaned.tax_code).exists():
        raise _tax_code_taken()
    organisation = Organisation(
        **{name: getattr(cleaned, name) for name in _PLAIN_FIELDS},
        tax_code=cleaned.tax_code or None,
        kind=related.kind,
        place=related.place,
        is_illustrative=is_illustrative,
        created_by=by,
        created_at=now,
        updated_at=now,
        waits_since=now,
    )
    _insert(organisation)
    organisation.roles.set(related.roles)
    organisation.fields.set(related.fields)
    return organisation


@transaction.atomic
def register_organisation(*, by: Any, details: OrganisationDetails, now: datetime) -> Organisation:
    """Make an organisation on behalf of an office: it has no members yet and waits for verification. Return it.

    Raises NotAllowedError for everybody but officers, DomainError as ``create_organisation`` does.
    """
    if not permissions.can_verify(by):
        raise errors.NotAllowedError
    made = _make(by=by, cleaned=organisation_details.clean(details), now=now, is_illustrative=False)
    log.write(organisation=made, action=LogAction.CREATED, by=by, now=now)
    findables.changed(made)
    return made


@transaction.atomic
def withdraw_registration(*, organisation: Organisation, by: Any, now: datetime, seen_at: datetime) -> bool:  # noqa: ARG001 -- every step carries its time
    """Delete an organisation that an office made and that nobody has touched since ``seen_at``; return whether it was.

    One with members or invitations, one that an officer has judged, and one that something hangs on is kept.
    Raises NotAllowedError for everybody but officers.
    """
    if not permissions.can_verify(by):
        raise errors.NotAllowedError
    locked = Organisation.objects.select_for_update().filter(pk=organisation.pk).first()
    if locked is None or locked.updated_at != seen_at or locked.state != VerificationState.UNVERIFIED:
        return False
    if locked.state_changed_at is not None or locked.memberships.exists() or locked.invitations.exists():
        return False
    try:
        with transaction.atomic():
            # Hidden first, so that the search forgets it.
            locked.state = VerificationState.REFUSED
            findables.changed(locked)
            locked.delete()
    except ProtectedError:
        return False
    return True


def _may_update(organisation: Organisation, by: Any) -> None:
    membership = queries.membership_in(by, organisation)
    if not (permissions.can_edit(membership) or permissions.can_verify(by)):
        raise errors.NotAllowedError


@transaction.atomic
def update_organisation(
    *,
    organisation: Organisation,
    by: Any,
    details: OrganisationDetails,
    now: datetime,
    seen_at: datetime | None = None,
) -> Organisation:
    """Keep new details and return the organisation as it is now.

    ``seen_at`` is the ``updated_at`` that the person saw when they began; if somebody saved something else in between,
    nothing is written and StaleError asks to look again. A verified organisation that changes its name, kind, country or tax code
    waits for an officer again, unless an officer made the change.
    """
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    _may_update(locked, by)
    before = organisation_details.of(locked)
    cleaned = organisation_details.clean(details)
    related = organisation_details.relations(cleaned, keep_place=locked.place)
    taken = Organisation.objects.exclude(pk=locked.pk).filter(tax_code=cleaned.tax_code)
    if cleaned.tax_code and taken.exists():
        raise _tax_code_taken()
    changed = _changed_fields(before, cleaned)
    if not changed:
        return locked
    if seen_at is not None and locked.updated_at != seen_at:
        raise errors.StaleError(
            _(
                "Somebody else saved this organisation meanwhile. What you did not change stays as they saved it. To keep what"
                " stands in the form, save again."
            ),
            saved_at=locked.updated_at,
        )
    for name in _PLAIN_FIELDS:
        setattr(locked, name, getattr(cleaned, name))
    locked.tax_code = cleaned.tax_code or None
    locked.kind = related.kind
    locked.place = related.place
    locked.updated_at = now
    if locked.is_verified and set(changed) & set(IDENTITY_FIELDS) and not permissions.can_verify(by):
        _withdraw_verification(locked, by, now)
    _save(locked)
    locked.roles.set(related.roles)
    locked.fields.set(related.fields)
    log.write(organisation=locked, action=LogAction.UPDATED, by=by, now=now, detail=", ".join(changed))
    findables.changed(locked)
    if mentions.SHOWN_FIELDS & set(changed):
        mentions.request_renewal(locked)
    return locked


def _changed_fields(before: OrganisationDetails, after: OrganisationDetails) -> list[str]:
    def comparable(value: Any) -> Any:
        return set(value) if isinstance(value, list | tuple) else value

    return [
        name
        for name in OrganisationDetails.__slots__
        if comparable(getattr(before, name)) != comparable(getattr(after, name))
    ]


def _withdraw_verification(organisation: Organisation, by: Any, now: datetime) -> None:
    VERIFICATION_MOVES.check(VerificationState(organisation.state), VerificationState.UNVERIFIED)
    organisation.state = VerificationState.UNVERIFIED
    organisation.state_changed_at = now
    organisation.waits_since = now
    log.write(organisation=organisation, action=LogAction.VERIFICATION_WITHDRAWN, by=by, now=now)


def _save(organisation: Organisation) -> None:
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise _tax_code_taken() from error
