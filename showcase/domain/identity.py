"""Finding an organisation's name, people and addresses in free text: pure rules, no database.

An anonymous profile must name no one (market research, section 2.2: contact hidden by tier). Words are compared as people type
them: with their marks, or without any. "Sóng mờ" is not "Sông Mơ", but "song mo" is.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from portal.kernel import text


class Clue(TextChoices):
    """What gives an organisation away."""

    NAME = "name"
    PERSON = "person"
    TAX_CODE = "tax-code"
    EMAIL = "email"
    PHONE = "phone"
    WEB = "web"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Identity:
    """Everything by which an organisation can be known."""

    names: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    tax_code: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    websites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that gives the organisation away: the field, what was found and the words that were met."""

    field: str
    clue: Clue
    met: str

    @property
    def sentence(self) -> str:
        """What is wrong, for the author, in the active language."""
        return _sentence(self.clue) % {"words": self.met}


# Words with which names of many organisations begin; what is left tells one from another.
COMMON_STARTS: Final = frozenset(
    text.fold(
        "công ty tổng tập đoàn tnhh trách nhiệm hữu hạn mtv một thành viên cổ phần cp hợp tác xã htx liên hiệp doanh nghiệp "
        "tư nhân dntn hộ kinh doanh cơ sở sản xuất xưởng tổ viện nghiên cứu ứng dụng trung tâm trường đại học cao đẳng khoa "
        "phòng thí nghiệm chi nhánh thương mại dịch vụ và company limited co ltd the joint stock cooperative institute "
        "university of college centre center workshop"
    ).split()
)
LEGAL_ENDINGS: Final = frozenset({"company", "limited", "co", "ltd", "jsc", "cooperative", "inc", "llc"})
# Mail services that everybody uses: their domain tells nothing.
COMMON_MAIL: Final = frozenset(
    {
        "gmail.com",
        "yahoo.com",
        "yahoo.com.vn",
        "outlook.com",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "proton.me",
        "zoho.com",
    }
)
SHORTEST_GLUED: Final = 5
SHORTEST_SINGLE: Final = 4
SHORTEST_PHONE: Final = 8
FULL_NAME_WORDS: Final = 2
SEPARATORS: Final = re.compile(r"[\s.\-()\u00a0_]+")
EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
WEB: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def _sentence(clue: Clue) -> str:
    sentences = {
        Clue.NAME: _("The name of your organisation stands here: “%(words)s”."),
        Clue.PERSON: _("The name of a member of your organisation stands here: “%(words)s”."),
        Clue.TAX_CODE: _("The tax code of your organisation stands here: “%(words)s”."),
        Clue.EMAIL: _("A mail address of your organisation stands here: “%(words)s”."),
        Clue.PHONE: _("A telephone number of your organisation stands here: “%(words)s”."),
        Clue.WEB: _("The web address of your organisation stands here: “%(words)s”."),
        Clue.CONTACT: _("An address by which you could be found stands here: “%(words)s”."),
    }
    return sentences[clue]


def distinctive(name: str) -> list[str]:
    """Return the words of an organisation's name that tell it from others; none where the name is only common words."""
    words = text.words(name)
    while words and text.fold(words[0]) in COMMON_STARTS:
        words = words[1:]
    while words and text.fold(words[-1]) in LEGAL_ENDINGS:
        words = words[:-1]
    if len(words) == 1 and len(words[0]) < SHORTEST_SINGLE:
        return []
    return words


def _same_word(written: str, name: str) -> bool:
    if text.accented_key(written) == text.accented_key(name):
        return True
    folded = text.fold(written)
    return folded == written.lower() and folded == text.fold(name)


def _sequence(words: list[str], wanted: list[str]) -> str:
    for start in range(len(words) - len(wanted) + 1):
        part = words[start : start + len(wanted)]
        if all(_same_word(written, name) for written, name in zip(part, wanted, strict=True)):
            return " ".join(part)
    return ""


def _name_in(words: list[str], wanted: list[str]) -> Iterable[str]:
    if not wanted:
        return
    if met := _sequence(words, wanted):
        yield met
    glued = text.fold("".join(wanted))
    if len(wanted) > 1 and len(glued) >= SHORTEST_GLUED:
        yield from (word for word in words if glued in text.fold(word))


def _digits(value: str) -> str:
    compact = SEPARATORS.sub("", value).replace("+84", "0")
    return re.sub(r"\D", "", compact)


def host_of(website: str) -> str:
    """Return the host of a web address without "www."."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", website.strip().lower()).split("/")[0].split(":")[0]


def _has_host(value: str, host: str) -> bool:
    return bool(host) and re.search(rf"(?<![\w-]){re.escape(host)}(?![\w-])", value.lower()) is not None


def _in_words(words: list[str], identity: Identity) -> Iterable[tuple[Clue, str]]:
    for name in identity.names:
        yield from ((Clue.NAME, met) for met in _name_in(words, distinctive(name)))
    for person in identity.people:
        wanted = text.words(person)
        if len(wanted) >= FULL_NAME_WORDS and (met := _sequence(words, wanted)):
            yield Clue.PERSON, met


def _in_digits(value: str, identity: Identity) -> Iterable[tuple[Clue, str]]:
    compact = SEPARATORS.sub("", value).replace("+84", "0")
    tax_code = _digits(identity.tax_code)
    if tax_code and tax_code in compact:
        yield Clue.TAX_CODE, tax_code
    for phone in dict.fromkeys(_digits(entry) for entry in identity.phones):
        if len(phone) >= SHORTEST_PHONE and phone in compact:
            yield Clue.PHONE, phone


def _in_addresses(value: str, identity: Identity) -> Iterable[tuple[Clue, str]]:
    hosts = {host_of(site) for site in identity.websites} - {""}
    for host in sorted(hosts):
        if _has_host(value, host):
            yield Clue.WEB, host
    domains = {mail.rpartition("@")[2].lower() for mail in identity.emails} - COMMON_MAIL - hosts - {""}
    rest = value.lower()
    for mail in sorted({mail.lower() for mail in identity.emails if mail.lower() in rest}):
        rest = rest.replace(mail, " ")
        yield Clue.EMAIL, mail
    for domain in sorted(domains):
        if _has_host(rest, domain):
            yield Clue.EMAIL, domain


def _in_text(value: str, identity: Identity) -> list[tuple[Clue, str]]:
    words = text.words(value)
    clues = (*_in_words(words, identity), *_in_digits(value, identity), *_in_addresses(value, identity))
    return list(dict.fromkeys(clues))


def _other_addresses(value: str, known: Iterable[str]) -> list[str]:
    addresses = dict.fromkeys((*EMAIL.findall(value), *WEB.findall(value)))
    return [address for address in addresses if not any(met.lower() in address.lower() for met in known)]


def findings(texts: Mapping[str, str], identity: Identity, *, any_address: bool = False) -> list[Finding]:
    """Return everything in ``texts`` (by field) that gives the organisation away.

    With ``any_address`` every mail or web address counts, whoever it belongs to.
    """
    found: list[Finding] = []
    for field, value in texts.items():
        here = _in_text(value, identity)
        if any_address:
            known = [met for clue, met in here if clue in {Clue.EMAIL, Clue.WEB}]
            here += [(Clue.CONTACT, met) for met in _other_addresses(value, known)]
        found += [Finding(field, clue, met) for clue, met in here]
    return found
