"""Choices and tables of legal moves of the exhibitors room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.transitions import TransitionTable


class VerificationState(TextChoices):
    """What an officer has said of an organisation; refused and suspended ones are not public."""

    UNVERIFIED = "unverified", _("Not verified yet")
    VERIFIED = "verified", _("Verified")
    REFUSED = "refused", _("Verification refused")
    SUSPENDED = "suspended", _("Suspended")


VERIFICATION_MOVES = TransitionTable(
    {
        VerificationState.UNVERIFIED: frozenset(
            {VerificationState.VERIFIED, VerificationState.REFUSED, VerificationState.SUSPENDED}
        ),
        VerificationState.VERIFIED: frozenset({VerificationState.UNVERIFIED, VerificationState.SUSPENDED}),
        VerificationState.REFUSED: frozenset({VerificationState.UNVERIFIED, VerificationState.VERIFIED}),
        VerificationState.SUSPENDED: frozenset({VerificationState.UNVERIFIED, VerificationState.VERIFIED}),
    }
)
PUBLIC_STATES = frozenset({VerificationState.UNVERIFIED, VerificationState.VERIFIED})


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
    SUSPENDED = "suspended", _("Suspended by an officer")
    RESTORED = "restored", _("Restored by an officer")
    INVITED = "invited", _("Person invited")
    INVITATION_WITHDRAWN = "invitation-withdrawn", _("Invitation withdrawn")
    INVITATION_DECLINED = "invitation-declined", _("Invitation declined")
    JOINED = "joined", _("Person joined")
    ROLE_CHANGED = "role-changed", _("Role changed")
    LEFT = "left", _("Person left")
    REMOVED = "removed", _("Person removed")
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
