"""What surrounds every public page: menu, footer, languages, breadcrumbs. Reads nothing of the visitor."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import translation
from wagtail.models import Page, Site

from portal.kernel import languages
from portal.kernel.languages import Language
from portal.page_cache import collecting, parts, statements, tags
from portal.pages import sections, short_addresses, translations
from portal.pages.models import ResponsibleBody, TranslationMark

if TYPE_CHECKING:
    from portal.pages import sharing

HOME_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Link:
    """A title and an address; ``active`` marks the part of the site the reader is in."""

    title: str
    url: str
    active: bool = False


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in one language, or the notice that there is none yet.

    ``switch_url`` is for readers and keeps the filters of a list; ``url`` names the page alone, and ``full_url`` does so for machines.
    """

    code: str
    name: str
    url: str
    current: bool
    available: bool
    parameters: str = ""

    @property
    def switch_url(self) -> str:
        """The address with the filters of the list that is being read, where the other language has the list."""
        return f"{self.url}?{self.parameters}" if self.parameters and self.available else self.url

    @property
    def full_url(self) -> str:
        """The address with scheme and host: search engines pass over a relative one (Google's rules for localized versions of pages)."""
        return urljoin(settings.BASE_URL, self.url)


@dataclass(frozen=True, slots=True)
class TranslationNote:
    """What stands above a translation; ``source_url`` is the Vietnamese page's address, "" where it is not public."""

    out_of_date_since: datetime | None
    is_machine: bool
    source_url: str


@dataclass
class Shell:
    """Everything ``ui/base.html`` asks for. Each part is read at most once, and only when a template asks."""

    request: HttpRequest
    crumbs: list[Link] = field(default_factory=list)
    _found_sections: dict[tuple[Language, str], list[tuple[Page, Link]]] = field(
        default_factory=dict, init=False, repr=False
    )

    @property
    def page(self) -> Page | None:
        """The page being shown, if it is one."""
        page: Page | None = getattr(self.request, "portal_page", None)
        return page

    @property
    def language(self) -> str:
        """Code of the active language."""
        return str(languages.current())

    @property
    def is_demo(self) -> bool:
        """Whether everything on show is invented."""
        return bool(settings.IS_DEMO)

    @property
    def site_name(self) -> str:
        """The portal's name in the active language."""
        return str(settings.SITE_NAME_EN if languages.current() is Language.ENGLISH else settings.SITE_NAME_VI)

    @property
    def site_tagline(self) -> str:
        """One sentence on the portal."""
        return self.responsible_body.tagline if self.responsible_body else ""

    @property
    def home_url(self) -> str:
        """Address of the front page in the active language."""
        return languages.ENGLISH_PREFIX if languages.current() is Language.ENGLISH else "/"

    @property
    def search_url(self) -> str:
        """Address of the search page."""
        return reverse("search:results")

    @property
    def suggestions_url(self) -> str:
        """Address at which search boxes ask what a few letters may become."""
        return reverse("search:suggestions")

    @property
    def opensearch_url(self) -> str:
        """Address of the description by which browsers search the portal in the active language."""
        return reverse("opensearch-en" if languages.current() is Language.ENGLISH else "opensearch")

    @property
    def site_map_url(self) -> str:
        """Address of the list of all pages that readers can go to."""
        return reverse("home:site-map")

    @property
    def newsletter_url(self) -> str:
        """Address of the form for the newsletter."""
        return reverse("news:newsletter")

    @property
    def account_url(self) -> str:
        """Address of the visitor's desk, which asks for sign-in when needed."""
        return reverse("exhibitors:desk")

    @cached_property
    def calendar_url(self) -> str:
        """Address of the calendar file in the active language, empty where there is no event page yet."""
        path = "en/events/calendar.ics" if languages.current() is Language.ENGLISH else "su-kien/lich.ics"
        return f"/{path}"

    @property
    def responsible_body(self) -> ResponsibleBody | None:
        """Who answers for the portal."""
        site = Site.find_for_request(self.request)
        if site is None:
            return None
        body: ResponsibleBody = parts.read(("pages:body", site.pk), lambda: ResponsibleBody.for_site(site))
        return body

    @property
    def _sections(self) -> list[tuple[Page, Link]]:
        language = languages.current()
        here = self.page.path if self.page else ""
        # Asked for each time, so that each part of a page that names them knows what it was built from.
        live: list[Any] = sections.live(language)
        if (language, here) not in self._found_sections:
            # The footer names what is there; the menu what editors put into it, be it for some readers only.
            pages = [page for page in live if page.show_in_menus or page.is_open]
            self._found_sections[language, here] = [
                (page, Link(page.title, page.get_url(self.request) or "", bool(here) and here.startswith(page.path)))
                for page in pages
            ]
        return self._found_sections[language, here]

    @property
    def section(self) -> str:
        """The address of the part of the site the reader is in, "" outside of all."""
        return next((link.url for _page, link in self._sections if link.active), "")

    @property
    def menu(self) -> list[Link]:
        """The main entries: sections of the site that editors show in menus."""
        return [link for page, link in self._sections if page.show_in_menus]

    @property
    def footer(self) -> list[Link]:
        """The other sections: about, accessibility, privacy, contact."""
        return [link for page, link in self._sections if not page.show_in_menus]

    @property
    def canonical_url(self) -> str:
        """Full public address of this page without its query."""
        return f"{settings.BASE_URL}{self.request.path}"

    @cached_property
    def social(self) -> "sharing.Social | None":
        """What other sites show of a shared address: what a view said, or the page itself."""
        from portal.pages import sharing  # noqa: PLC0415 -- its views need the shell's neighbours

        said: sharing.Social | None = getattr(self.request, "portal_social", None)
        if said is not None:
            return said
        return sharing.social_of(self.page) if self.page is not None else None

    @property
    def short_url(self) -> str:
        """The full short address of the page, "" where there is no page."""
        page = self.page
        if page is None or getattr(self.request, "portal_social", None) is not None:
            return ""
        return f"{settings.BASE_URL}{short_addresses.path_of(page.translation_key, languages.current())}"

    @cached_property
    def languages(self) -> list[LanguageLink]:
        """The page in each language; where a translation is missing, the address of an honest notice."""
        current = languages.current()
        available = self._translations() if self.page is not None else self._translated_paths()
        # Addresses of views keep their whole query already.
        kept: str = getattr(self.request, "portal_parameters", "") if self.page is not None else ""
        return [
            LanguageLink(
                code=language,
                name=name,
                url=available.get(language) or self._missing_translation_url(Language(language)),
                current=language == current,
                available=language in available,
                parameters=kept,
            )
            for language, name in settings.LANGUAGES
        ]

    @cached_property
    def _siblings(self) -> list[Any]:
        """The page in every language in which it is live, each with what is known of it as a translation."""
        if self.page is None:
            return []
        mark = TranslationMark.objects.filter(
            page_key=OuterRef("translation_key"), language=OuterRef("locale__language_code")
        )
        rows = Page.objects.filter(translation_key=self.page.translation_key, live=True, alias_of=None)
        with collecting.declared(tags.translations_of(self.page.translation_key)):
            return list(
                rows.select_related("locale").annotate(
                    out_of_date_since=Subquery(mark.values("out_of_date_since")[:1]),
                    machine_strings=Subquery(mark.values("machine_strings")[:1]),
                )
            )

    @property
    def translation_note(self) -> TranslationNote | None:
        """What a reader of a translation should know: that its source has changed since, or that a machine wrote it."""
        own = next((other for other in self._siblings if self.page is not None and other.pk == self.page.pk), None)
        if own is None or not (own.out_of_date_since or own.machine_strings):
            return None
        source = next((other for other in self._siblings if other.locale.language_code == Language.VIETNAMESE), None)
        return TranslationNote(
            out_of_date_since=own.out_of_date_since,
            is_machine=bool(own.machine_strings),
            source_url=(source.get_url(self.request) or "") if source is not None else "",
        )

    def _translations(self) -> dict[str, str]:
        page = self.page
        if page is None:
            return {}
        here = page.get_url(self.request) or self.request.path
        # A page may serve addresses below its own, such as one profile of a directory.
        below = self.request.path.removeprefix(here) if self.request.path.startswith(here) else ""
        found = {
            code: url + below
            for translated, code in ((other, other.locale.language_code) for other in self._siblings)
            if (url := translated.get_url(self.request))
        }
        found.setdefault(languages.current(), self.request.path)
        return found

    def _translated_paths(self) -> dict[str, str]:
        here = self.request.get_full_path()
        return {code: translate_url(here, code) for code, _name in settings.LANGUAGES} | self._paths_below_page()

    def _paths_below_page(self) -> dict[str, str]:
        """Return the addresses of a view that stands below a page and names it by its slug, which each language has its own."""
        match = self.request.resolver_match
        slug = match.kwargs.get("slug") if match is not None else None
        if match is None or slug is None:
            return {}
        pages = Page.objects.filter(slug=slug, live=True, alias_of=None, locale__language_code=languages.current())
        urls = ((page, page.get_url(self.request)) for page in pages)
        above = next((page for page, url in urls if url and self.request.path.startswith(url)), None)
        if above is None:
            return {}
        others = Page.objects.filter(
            translations.open_to_all(), translation_key=above.translation_key, live=True, alias_of=None
        )
        query = self.request.GET.urlencode()
        found = {}
        for other in others.exclude(pk=above.pk).select_related("locale"):
            with translation.override(other.locale.language_code):
                path = reverse(match.view_name, kwargs={**match.kwargs, "slug": other.slug})
            found[other.locale.language_code] = f"{path}?{query}" if query else path
        return found

    def _missing_translation_url(self, language: Language) -> str:
        page = self.page
        with translation.override(language):
            if page is None:
                return languages.ENGLISH_PREFIX if language is Language.ENGLISH else "/"
            return reverse("pages:translation-missing", args=[page.pk])

    @cached_property
    def breadcrumbs(self) -> list[Link]:
        """The way from the front page to the parent of this page, and what a view added."""
        extra: list[Link] = getattr(self.request, "portal_breadcrumbs", [])
        if self.page is None or self.page.depth <= HOME_DEPTH:
            return extra if self.page is None else []
        known = getattr(self.page, "known_ancestors", None)
        with collecting.declared():
            rows = known if known is not None else self.page.get_ancestors().filter(depth__gte=HOME_DEPTH)
            ancestors = sorted(rows, key=lambda page: str(page.path))
        collecting.depends_on(*tags.of_rows(statements.PAGES, tuple(page.pk for page in ancestors)))
        links = [Link(page.title, page.get_url(self.request) or "") for page in ancestors]
        return [*links, *extra]

    @cached_property
    def structured_data(self) -> list[dict[str, Any]]:
        """schema.org objects: the page's own and its breadcrumbs."""
        objects: list[dict[str, Any]] = []
        if self.page is not None and hasattr(self.page, "structured_data"):
            objects.extend(self.page.structured_data())
        if self.breadcrumbs:
            objects.append(
                {
                    "@context": "https://schema.org",
                    "@type": "BreadcrumbList",
                    "itemListElement": [
                        {"@type": "ListItem", "position": position, "name": link.title}
                        | ({"item": f"{settings.BASE_URL}{link.url}"} if link.url else {})
                        for position, link in enumerate(self.breadcrumbs, start=1)
                    ],
                }
            )
        return objects


def absolute(path: str) -> str:
    """Return the full public address of a path, from settings and never from a request's Host header."""
    return f"{settings.BASE_URL}{path}"


def add_breadcrumbs(request: HttpRequest, *links: tuple[str, str]) -> None:
    """Name the way to a view that is no page: pairs of title and address, nearest last."""
    existing: list[Link] = getattr(request, "portal_breadcrumbs", [])
    request.portal_breadcrumbs = [*existing, *(Link(str(title), url) for title, url in links)]  # type: ignore[attr-defined]  # the shell reads it
