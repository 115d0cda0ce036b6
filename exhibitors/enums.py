"""Choices and tables of legal moves of the exhibitors room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel import sorting
from portal.kernel.transitions import TransitionTable


class VerificationState(TextChoices):
    """Where an organisation stands; refused, suspended and closed ones are not public."""

    UNVERIFIED = "unverified", _("Not verified yet")
    VERIFIED = "verified", _("Verified")
    REFUSED = "refused", _("Verification refused")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed by its owners")


# What officers decide, and what follows from a change of the organisation's identity.
VERIFICATION_MOVES = TransitionTable(
    {
        VerificationState.UNVERIFIED: frozenset(
            {VerificationState.VERIFIED, VerificationState.REFUSED, VerificationState.SUSPENDED}
        ),
        VerificationState.VERIFIED: frozenset({VerificationState.UNVERIFIED, VerificationState.SUSPENDED}),
        VerificationState.REFUSED: frozenset({VerificationState.UNVERIFIED, VerificationState.VERIFIED}),
        VerificationState.SUSPENDED: frozenset({VerificationState.UNVERIFIED, VerificationState.VERIFIED}),
        VerificationState.CLOSED: frozenset({VerificationState.SUSPENDED}),
    }
)
# What owners decide: closing remembers the state before, opening again returns to it.
CLOSING_MOVES = TransitionTable(
    {
        VerificationState.UNVERIFIED: frozenset({VerificationState.CLOSED}),
        VerificationState.VERIFIED: frozenset({VerificationState.CLOSED}),
        VerificationState.REFUSED: frozenset({VerificationState.CLOSED}),
        VerificationState.CLOSED: frozenset(
            {VerificationState.UNVERIFIED, VerificationState.VERIFIED, VerificationState.REFUSED}
        ),
    }
)
PUBLIC_STATES = frozenset({VerificationState.UNVERIFIED, VerificationState.VERIFIED})
# Nobody changes anything in these, not even owners.
FROZEN_STATES = frozenset({VerificationState.SUSPENDED, VerificationState.CLOSED})


class VerificationTurn(TextChoices):
    """Whose turn it is in the verification of an organisation."""

    OFFICER = "officer", _("Waits for an officer")
    ORGANISATION = "organisation", _("Waits for the organisation")
    NOBODY = "nobody", _("Nobody waits")


TURN_MOVES = TransitionTable(
    {
        VerificationTurn.OFFICER: frozenset({VerificationTurn.ORGANISATION, VerificationTurn.NOBODY}),
        VerificationTurn.ORGANISATION: frozenset({VerificationTurn.OFFICER, VerificationTurn.NOBODY}),
        VerificationTurn.NOBODY: frozenset({VerificationTurn.OFFICER}),
    }
)


class PaperKind(TextChoices):
    """What a paper for the verification proves."""

    REGISTRATION = "registration", _("Registration certificate or decision of establishment")
    IDENTITY = "identity", _("Identity paper of a person or household")
    AUTHORITY = "authority", _("Letter of authority for the person who acts here")
    OTHER = "other", _("Another paper")


class MemberRole(TextChoices):
    """What a member may do: owners manage people, editors write, viewers read."""

    OWNER = "owner", pgettext_lazy("role in an organisation", "Owner")
    EDITOR = "editor", pgettext_lazy("role in an organisation", "Editor")
    VIEWER = "viewer", pgettext_lazy("role in an organisation", "Viewer")


class InvitationState(TextChoices):
    """Where an invitation stands; a pending one past its date counts as expired."""

    PENDING = "pending", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


INVITATION_MOVES = TransitionTable(
    {
        InvitationState.PENDING: frozenset(
            {InvitationState.ACCEPTED, InvitationState.DECLINED, InvitationState.WITHDRAWN}
        ),
    }
)


class JoinRequestState(TextChoices):
    """Where a person's request to join an organisation stands; a pending one past its date counts as expired."""

    PENDING = "pending", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


JOIN_REQUEST_MOVES = TransitionTable(
    {
        JoinRequestState.PENDING: frozenset(
            {
                JoinRequestState.ACCEPTED,
                JoinRequestState.DECLINED,
                JoinRequestState.WITHDRAWN,
                JoinRequestState.EXPIRED,
            }
        ),
    }
)
INTERMEDIARY_ROLES = frozenset(
    {
        "exchange",
        "transaction-centre",
        "promotion-centre",
        "valuation-centre",
        "innovation-centre",
        "incubator",
        "broker",
    }
)
"""Codes of the roles that Circular 16/2014/TT-BKHCN counts as intermediaries of the market, and brokers."""


class LinkKind(TextChoices):
    """How two intermediaries work together."""

    COOPERATION = "cooperation", _("Cooperation")
    REFERRAL = "referral", _("Refers customers")
    MEMBER = "member", _("Member of")
    JOINT_SERVICE = "joint", _("Joint service")


class LinkState(TextChoices):
    """Where a link stands; only confirmed ones are public."""

    PROPOSED = "proposed", pgettext_lazy("of a link", "Waiting for the other side")
    CONFIRMED = "confirmed", pgettext_lazy("of a link", "Confirmed by both sides")
    DECLINED = "declined", pgettext_lazy("of a link", "Declined")
    ENDED = "ended", pgettext_lazy("of a link", "Ended")


LINK_MOVES = TransitionTable(
    {
        LinkState.PROPOSED: frozenset({LinkState.CONFIRMED, LinkState.DECLINED, LinkState.ENDED}),
        LinkState.CONFIRMED: frozenset({LinkState.ENDED}),
    }
)
LIVE_LINKS = frozenset({LinkState.PROPOSED, LinkState.CONFIRMED})


class LogAction(TextChoices):
    """What happened to an organisation."""

    CREATED = "created", _("Organisation created")
    UPDATED = "updated", _("Profile changed")
    VERIFIED = "verified", _("Verified by an officer")
    VERIFICATION_WITHDRAWN = "verification-withdrawn", _("Verification withdrawn")
    VERIFICATION_REFUSED = "verification-refused", _("Verification refused")
    VERIFICATION_REQUESTED = "verification-requested", _("Verification asked for again")
    MORE_ASKED = "more-asked", _("An officer asked for more")
    PAPER_ADDED = "paper-added", _("Paper handed in")
    PAPER_REMOVED = "paper-removed", _("Paper taken away")
    SUSPENDED = "suspended", _("Suspended by an officer")
    RESTORED = "restored", _("Restored by an officer")
    CLOSED = "closed", _("Closed by an owner")
    REOPENED = "reopened", _("Opened again by an owner")
    INVITED = "invited", _("Person invited")
    INVITATION_WITHDRAWN = "invitation-withdrawn", _("Invitation withdrawn")
    INVITATION_DECLINED = "invitation-declined", _("Invitation declined")
    JOIN_ASKED = "join-asked", _("Person asked to join")
    JOIN_DECLINED = "join-declined", _("Request to join declined")
    JOINED = "joined", _("Person joined")
    ROLE_CHANGED = "role-changed", _("Role changed")
    LEFT = "left", _("Person left")
    REMOVED = "removed", _("Person removed")
    PRODUCT_ADDED = "product-added", _("Product added")
    PRODUCT_CHANGED = "product-changed", _("Product changed")
    PRODUCT_REMOVED = "product-removed", _("Product removed")
    LINK_PROPOSED = "link-proposed", _("Link proposed")
    LINK_CONFIRMED = "link-confirmed", _("Link confirmed")
    LINK_DECLINED = "link-declined", _("Link declined")
    LINK_ENDED = "link-ended", _("Link ended")


class Country(TextChoices):
    """Countries and territories that exhibitors come from, by ISO 3166-1 codes."""

    VIETNAM = "VN", _("Việt Nam")
    AUSTRALIA = "AU", _("Australia")
    AUSTRIA = "AT", _("Austria")
    BELGIUM = "BE", _("Belgium")
    CAMBODIA = "KH", _("Cambodia")
    CANADA = "CA", _("Canada")
    CHINA = "CN", _("China")
    CZECHIA = "CZ", _("Czechia")
    DENMARK = "DK", _("Denmark")
    FINLAND = "FI", _("Finland")
    FRANCE = "FR", _("France")
    GERMANY = "DE", _("Germany")
    HONG_KONG = "HK", _("Hong Kong")
    INDIA = "IN", _("India")
    INDONESIA = "ID", _("Indonesia")
    ISRAEL = "IL", _("Israel")
    ITALY = "IT", _("Italy")
    JAPAN = "JP", _("Japan")
    KOREA = "KR", _("South Korea")
    LAOS = "LA", _("Laos")
    MALAYSIA = "MY", _("Malaysia")
    NETHERLANDS = "NL", _("Netherlands")
    NEW_ZEALAND = "NZ", _("New Zealand")
    NORWAY = "NO", _("Norway")
    PHILIPPINES = "PH", _("Philippines")
    POLAND = "PL", _("Poland")
    RUSSIA = "RU", _("Russia")
    SINGAPORE = "SG", _("Singapore")
    SPAIN = "ES", _("Spain")
    SWEDEN = "SE", _("Sweden")
    SWITZERLAND = "CH", _("Switzerland")
    TAIWAN = "TW", _("Taiwan")
    THAILAND = "TH", _("Thailand")
    UNITED_KINGDOM = "GB", _("United Kingdom")
    UNITED_STATES = "US", _("United States")
    OTHER = "ZZ", _("Another country")


def country_choices() -> list[tuple[str, str]]:
    """Return the countries as a list to choose from: Việt Nam, then by name in the active language, then "another"."""
    named = [(code, str(label)) for code, label in Country.choices]
    ends = {Country.VIETNAM.value: 0, Country.OTHER.value: 2}
    return sorted(named, key=lambda choice: (ends.get(choice[0], 1), sorting.vietnamese_key(choice[1])))
