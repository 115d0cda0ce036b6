"""Whether a request may be answered with a finished page, and under which name that page is kept."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from portal.page_cache.entries import Key

Environ = dict[str, Any]

_METHODS: Final = {"GET", "HEAD"}
_PERSONAL: Final = ("HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_HX_REQUEST")
_LONGEST_QUERY: Final = 600
_MOST_PARAMETERS: Final = 40
_MOST_REMEMBERED: Final = 5_000
_TRACKING: Final = frozenset({"fbclid", "gclid", "zarsrc", "msclkid"})
"""What other sites hang on to an address to follow people; no page of ours reads it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the settings say of requests, read once: one look at the settings costs more than a finished page."""

    hosts: tuple[str, ...]
    ports: tuple[str, ...]
    cookies: tuple[str, ...]
    apart: tuple[str, ...]
    is_secure_only: bool
    secure_header: tuple[str, str] | None

    @classmethod
    def from_settings(cls) -> "Rules":
        """Return the rules of this portal."""
        return cls(
            hosts=tuple(settings.ALLOWED_HOSTS),
            ports=("", str(urlsplit(settings.BASE_URL).port or "")),
            cookies=(f"{settings.SESSION_COOKIE_NAME}=", "messages="),
            apart=(f"/{settings.ADMIN_PATH}", settings.STATIC_URL, settings.MEDIA_URL, "/healthz", "/readyz"),
            is_secure_only=bool(settings.SECURE_SSL_REDIRECT),
            secure_header=settings.SECURE_PROXY_SSL_HEADER,
        )


class Keys:
    """Makes keys; learns from the pages themselves which parameters of an address they read."""

    def __init__(self) -> None:
        self._rules = Rules.from_settings()
        self._hosts: dict[str, bool] = {}
        self._parameters: dict[tuple[str, str], frozenset[str]] = {}

    def is_for_all(self, environ: Environ) -> bool:
        """Return whether the answer cannot depend on who asks."""
        rules = self._rules
        if environ["REQUEST_METHOD"] not in _METHODS or environ["PATH_INFO"].startswith(rules.apart):
            return False
        cookies = environ.get("HTTP_COOKIE")
        if cookies and any(name in cookies for name in rules.cookies):
            return False
        if any(name in environ for name in _PERSONAL):
            return False
        if rules.is_secure_only and not self._is_secure(environ):
            return False
        host = environ.get("HTTP_HOST", "")
        known = self._hosts.get(host)
        return self._is_allowed(host) if known is None else known

    def key(self, environ: Environ) -> Key | None:
        """Return the name of the page; None where its parameters are not known yet, or are none that it reads."""
        host, path, query = environ.get("HTTP_HOST", ""), environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        if not query:
            return host, path, ""
        known = self._parameters.get((host, path))
        if known is None:
            return None
        canonical = canonical_query(query, known)
        return None if canonical is None else (host, path, canonical)

    def knows(self, environ: Environ) -> bool:
        """Return whether a page at this address was allowed before."""
        return (environ.get("HTTP_HOST", ""), environ["PATH_INFO"]) in self._parameters

    def learn(self, environ: Environ, parameters: frozenset[str]) -> None:
        """Remember which parameters the page at this address reads."""
        if len(self._parameters) >= _MOST_REMEMBERED:
            self._parameters.clear()
        place = (environ.get("HTTP_HOST", ""), environ["PATH_INFO"])
        # A list and its month read different ones at the same address.
        self._parameters[place] = self._parameters.get(place, frozenset()) | parameters

    def _is_secure(self, environ: Environ) -> bool:
        if self._rules.secure_header:
            name, value = self._rules.secure_header
            return bool(environ.get(name, "").split(",")[0].strip() == value)
        return bool(environ.get("wsgi.url_scheme") == "https")

    def _is_allowed(self, host: str) -> bool:
        domain, port = split_domain_port(host)
        # Django takes any port and any mix of large and small letters, and a dot at the end; a page for each of them would push the others out.
        if port not in self._rules.ports or host != (f"{domain}:{port}" if port else domain):
            return False
        if not (domain and validate_host(domain, self._rules.hosts)):
            return False
        if len(self._hosts) < _MOST_REMEMBERED:
            self._hosts[host] = True
        return True


def canonical_query(query: str, known: frozenset[str]) -> str | None:
    """Return the query with its parameters in one order and without what only follows people; None with an unknown parameter."""
    if len(query) > _LONGEST_QUERY:
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS, errors="strict")
    except ValueError:
        return None
    kept = [pair for pair in pairs if pair[0] not in _TRACKING and not pair[0].startswith("utm_")]
    if any(name not in known for name, _value in kept):
        return None
    return urlencode(sorted(kept, key=lambda pair: pair[0]))
