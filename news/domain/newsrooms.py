"""Opening a newsroom: pages, desks, collection, groups and workflow."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import translation
from wagtail.models import Collection, Locale

from news import roles as news_roles
from news.enums import Desk
from news.models import NewsIndexPage, NewsroomDesk, NewsroomPage
from portal.accounts.domain import roles
from portal.kernel import slugs
from portal.kernel.languages import Language


@dataclass(frozen=True, slots=True)
class NewsroomTexts:
    """What a newsroom says of itself in one language."""

    title: str
    publisher: str
    description: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class NewsroomContact:
    """How readers reach a newsroom, in every language the same."""

    email: str = ""
    phone: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class DeskSpec:
    """One desk of a newsroom with its names."""

    medium: Desk
    name_vi: str
    name_en: str


def _spec(desk: Desk | DeskSpec) -> DeskSpec:
    """Return a desk as given, or one that is called by its medium."""
    if isinstance(desk, DeskSpec):
        return desk
    names = []
    for language in (Language.VIETNAMESE, Language.ENGLISH):
        with translation.override(language):
            names.append(str(Desk(desk).label))
    return DeskSpec(Desk(desk), *names)


def _add_desks(*, newsroom: NewsroomPage, specs: list[DeskSpec]) -> None:
    for position, spec in enumerate(specs, start=1):
        NewsroomDesk.objects.get_or_create(
            newsroom_key=newsroom.translation_key,
            name_vi=spec.name_vi,
            defaults={"medium": spec.medium, "name_en": spec.name_en, "position": position},
        )


_is_opening: Final = ContextVar("is_opening", default=False)
"""Whether roles wait for the end of what is being opened; each page of it would make those of all newsrooms true again."""


@contextmanager
def _roles_waiting() -> Iterator[None]:
    token = _is_opening.set(True)
    try:
        yield
    finally:
        _is_opening.reset(token)


def open_newsroom(
    *,
    index: NewsIndexPage,
    code: str,
    short_name: str,
    texts: NewsroomTexts,
    english: NewsroomTexts | None = None,
    contact: NewsroomContact | None = None,
    desks: Iterable[Desk | DeskSpec] = (),
) -> NewsroomPage:
    """Return the live Vietnamese page of the newsroom with this code, made under ``index`` if it is new.

    ``code`` names it in addresses, ``short_name`` its groups, collection and workflow. With ``english`` its English page
    is made too, under the English news index; ``desks`` are made where the newsroom has none of that name. Running it
    again makes what is missing and changes no words.
    """
    given = contact or NewsroomContact()
    with transaction.atomic():
        newsroom: NewsroomPage | None = NewsroomPage.objects.filter(
            code=code, locale=index.locale, alias_of=None
        ).first()
        if newsroom is None:
            newsroom = NewsroomPage(
                title=texts.title,
                slug=slugs.slug(texts.title),
                publisher=texts.publisher,
                description=texts.description,
                address=texts.address,
                code=code,
                short_name=short_name,
                contact_email=given.email,
                contact_phone=given.phone,
                licence=given.licence,
                locale=index.locale,
                live=False,
            )
            with _roles_waiting():
                index.add_child(instance=newsroom)
                newsroom.save_revision().publish()
            newsroom.refresh_from_db()
        if english is not None:
            with _roles_waiting():
                _translate(newsroom=newsroom, texts=english)
        _add_desks(newsroom=newsroom, specs=[_spec(desk) for desk in desks])
        furnish(newsroom=newsroom)
    newsroom.refresh_from_db()
    return newsroom


def _translate(*, newsroom: NewsroomPage, texts: NewsroomTexts) -> None:
    locale = Locale.objects.get(language_code=Language.ENGLISH)
    if newsroom.has_translation(locale):
        return
    page = newsroom.copy_for_translation(locale)
    page.title = texts.title
    page.slug = slugs.slug(texts.title)
    page.publisher = texts.publisher
    page.description = texts.description
    page.address = texts.address
    page.save_revision().publish()


def furnish(*, newsroom: NewsroomPage) -> None:
    """Give a newsroom its collection, and every newsroom its groups and workflow. Running it again changes nothing."""
    with transaction.atomic():
        pages = NewsroomPage.objects.filter(translation_key=newsroom.translation_key)
        collection = next((page.collection for page in pages.select_related("collection") if page.collection), None)
        if collection is None:
            root = Collection.get_first_root_node()
            collection = root.add_child(instance=Collection(name=newsroom.short_name))
        pages.filter(collection=None).update(collection=collection)
        newsroom.collection = collection
        if not _is_opening.get():
            roles.sync(declared=[news_roles.declared()])
