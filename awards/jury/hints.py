"""What speaks for a conflict of interest between a juror and a dossier: compared as values, without records.

Nothing here decides, but for what is certain (``CERTAIN``): the juror works on the dossier, is nominated by it, or nominated it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from awards.jury.enums import CERTAIN, HintKind
from portal.kernel import text

PUBLIC_DOMAINS: Final = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "yahoo.com",
        "yahoo.com.vn",
        "ymail.com",
        "outlook.com",
        "outlook.com.vn",
        "hotmail.com",
        "live.com",
        "msn.com",
        "icloud.com",
        "me.com",
        "aol.com",
        "gmx.com",
        "mail.com",
        "zoho.com",
        "proton.me",
        "protonmail.com",
        "vnn.vn",
        "hn.vnn.vn",
        "hcm.vnn.vn",
        "fpt.vn",
        "zing.vn",
        # RFC 2606: reserved for examples, nobody's own.
        "example.com",
        "example.net",
        "example.org",
    }
)
"""Mail domains that say nothing of where somebody works."""
LEAST_WORDS: Final = 3
"""So many words must a name have to be looked for inside a longer one; shorter ones are found only whole."""
_CODE: Final = re.compile(r"(?<!\d)(?:\d{10}(?:[-. ]?\d{3})?|\d{12})(?!\d)")


@dataclass(frozen=True, slots=True)
class Hint:
    """What was found, and by what: a name, a domain, a code."""

    kind: HintKind
    detail: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether nobody needs to judge it."""
        return self.kind in CERTAIN


@dataclass(frozen=True, slots=True)
class JurorFacts:
    """What is known of a juror: the account, addresses, and where the juror works or worked, also on dossiers."""

    user: int | None
    emails: frozenset[str]
    full_name: str
    workplaces: tuple[str, ...] = ()
    affiliations: str = ""
    organisations: frozenset[int] = frozenset()
    tax_codes: frozenset[str] = frozenset()
    """Of the organisations whose member the juror is."""
    companions: frozenset[int] = frozenset()
    """Accounts with which the juror was on a dossier of any edition."""
    earlier_organisations: frozenset[int] = frozenset()
    """Organisations for which the juror was on a dossier."""


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """What is known of those behind a dossier."""

    people: frozenset[int]
    nominated_by: int | None
    emails: frozenset[str]
    nominee_name: str
    organisation: int | None = None
    organisation_names: tuple[str, ...] = ()
    tax_code: str = ""
    domains: frozenset[str] = frozenset()
    """Of addresses that belong to the organisation."""


def tax_codes_in(lines: str) -> frozenset[str]:
    """Return the tax codes that stand in what somebody typed, one a line or between other words; digits only."""
    return frozenset(re.sub(r"\D", "", found) for found in _CODE.findall(lines))


def domain_of(email: str) -> str:
    """Return the domain of an address that tells of an organisation, "" for those that everybody can have."""
    domain = email.rpartition("@")[2].strip().lower()
    return "" if domain in PUBLIC_DOMAINS else domain


def _words(name: str) -> list[str]:
    return text.words(text.fold(name))


def same_place(one: str, other: str) -> bool:
    """Return whether two lines name the same organisation: the same words without marks, or one within the other."""
    few, many = sorted((_words(one), _words(other)), key=len)
    if few == many:
        return bool(few)
    if len(few) < LEAST_WORDS:
        return False
    return any(many[start : start + len(few)] == few for start in range(len(many) - len(few) + 1))


def find(juror: JurorFacts, dossier: DossierFacts) -> tuple[Hint, ...]:
    """Return everything that speaks for a conflict, what is certain first, each kind once."""
    found: dict[HintKind, str] = {}
    if (juror.user is not None and juror.user in dossier.people) or juror.emails & dossier.emails:
        found[HintKind.OWN_DOSSIER] = ""
    if juror.user is not None and juror.user == dossier.nominated_by:
        found[HintKind.NOMINATED] = ""
    if juror.full_name and _words(juror.full_name) == _words(dossier.nominee_name):
        found[HintKind.SAME_NAME] = dossier.nominee_name
    if dossier.tax_code and dossier.tax_code in juror.tax_codes | tax_codes_in(juror.affiliations):
        found[HintKind.TAX_CODE] = dossier.tax_code
    if place := _shared_place(juror, dossier):
        found[HintKind.ORGANISATION] = place
    own_domains = {domain for email in juror.emails if (domain := domain_of(email))}
    theirs = {domain for email in dossier.emails if (domain := domain_of(email))} | dossier.domains
    if shared := sorted(own_domains & theirs):
        found[HintKind.MAIL_DOMAIN] = shared[0]
    if juror.companions & dossier.people or (
        dossier.organisation is not None and dossier.organisation in juror.earlier_organisations
    ):
        found[HintKind.EARLIER_TEAM] = ""
    return tuple(Hint(kind, found[kind]) for kind in HintKind if kind in found)


def _shared_place(juror: JurorFacts, dossier: DossierFacts) -> str:
    names = [name for name in dossier.organisation_names if name]
    if dossier.organisation is not None and dossier.organisation in juror.organisations:
        return names[0] if names else ""
    for line in _lines(juror):
        for name in (*names, dossier.nominee_name):
            if same_place(line, name):
                return name
    return ""


def _lines(juror: JurorFacts) -> Iterable[str]:
    yield from (place for place in juror.workplaces if place.strip())
    yield from (line for line in juror.affiliations.splitlines() if line.strip())
