"""Thousands of plain technologies and events for load tests: rows are inserted in batches, not page by page."""

import random
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from wagtail.models import Page

from events.domain import calendar
from events.enums import AttendanceMode, EventKind, EventLevel
from events.models import EventIndexPage, EventPage
from exhibitors import sorting
from exhibitors.models import Organisation
from portal.kernel import clock, slugs, text
from portal.kernel.languages import Language
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import AdministrativeUnit, Term
from search.domain import indexing
from showcase.domain import listed_values
from showcase.enums import Compliance
from showcase.models import ShowcaseIndexPage, TechnologyPage

Say = Callable[[str], object]
BATCH: Final = 500
THINGS: Final = (
    "Máy sấy",
    "Cảm biến",
    "Dây chuyền",
    "Phần mềm",
    "Lò nung",
    "Vật liệu lọc",
    "Máy gieo",
    "Bộ điều khiển",
)
MERITS: Final = ("tiết kiệm điện", "không khói", "cỡ nhỏ", "giá thấp", "tự động", "không dây", "bền nóng", "dễ lắp")
CHAINS: Final = ("tỏi", "lúa", "gốm", "tơ tằm", "linh kiện", "nước thải", "rau", "dược liệu", "giấy", "gỗ")


def add(*, number: int, seed: int, say: Say) -> None:
    """Add ``number`` technologies and as many events under the Vietnamese sections, and make them findable."""
    started = time.monotonic()
    chance = random.Random(seed)  # noqa: S311 -- test data, not a secret
    _technologies(number, chance, say)
    _events(number, chance, say)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
    else:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    say(f"Added {number} technologies and {number} events in {time.monotonic() - started:.0f} s.")


def _titles(chance: random.Random, number: int, offset: int) -> list[str]:
    return [
        f"{chance.choice(THINGS)} {chance.choice(MERITS)} cho {chance.choice(CHAINS)}, mẫu số {offset + index}"
        for index in range(number)
    ]


def place_under(parent: Page, pages: Sequence[Any], kind: type[Page]) -> None:
    """Give pages their places in the tree, their addresses and the rest of what ``add_child`` would set."""
    last = parent.get_children().order_by("path").last()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0  # noqa: SLF001 -- treebeard's own numbering
    content_type = ContentType.objects.get_for_model(kind)
    now = clock.now()
    for number, page in enumerate(pages, start=step + 1):
        page.path = Page._get_path(parent.path, parent.depth + 1, number)  # noqa: SLF001 -- treebeard's own numbering
        page.depth, page.numchild = parent.depth + 1, 0
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.content_type, page.locale_id = content_type, parent.locale_id
        page.translation_key = uuid.uuid4()
        page.draft_title = page.title
        page.live, page.has_unpublished_changes = True, False
        page.first_published_at = page.last_published_at = page.listed_at = now


def insert_pages(pages: list[Any], chain: list[type[models.Model]]) -> None:
    """Insert multi-table rows: the base rows in bulk, then each child's own columns."""
    columns = [field.attname for field in Page._meta.concrete_fields if field.attname != "id"]  # noqa: SLF001 -- Django's public name
    bases = [Page(**{name: getattr(page, name) for name in columns}) for page in pages]
    Page.objects.bulk_create(bases, batch_size=BATCH)
    found = dict(Page.objects.filter(path__in=[base.path for base in bases]).values_list("path", "pk"))
    for page in pages:
        page.pk = page.id = found[page.path]
    for model in chain:
        _insert_own_columns(model, pages)


def _insert_own_columns(model: type[models.Model], pages: Iterable[Any]) -> None:
    fields = list(model._meta.local_concrete_fields)  # noqa: SLF001 -- Django's public name
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 -- Django's public name
    rows = [
        [
            field.get_db_prep_save(page.pk if field.primary_key else getattr(page, field.attname), connection)
            for field in fields
        ]
        for page in pages
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 -- names come from the models


def _technologies(number: int, chance: random.Random, say: Say) -> None:
    parent = ShowcaseIndexPage.objects.get(locale__language_code=Language.VIETNAMESE)
    fields = list(Term.objects.filter(vocabulary=VocabularyCode.FIELD))
    kinds = list(Term.objects.filter(vocabulary=VocabularyCode.TECHNOLOGY_KIND))
    forms = list(Term.objects.filter(vocabulary=VocabularyCode.TRANSFER_FORM))
    owners = list(Organisation.objects.filter(is_illustrative=True))
    places = list(AdministrativeUnit.objects.valid_on(clock.today()))
    offset = parent.get_children().count()
    titles = _titles(chance, number, offset)
    for start in range(0, number, BATCH):
        with transaction.atomic():
            pages = [
                _technology(title, chance, fields=fields, kinds=kinds, owners=owners, places=places)
                for title in titles[start : start + BATCH]
            ]
            place_under(ShowcaseIndexPage.objects.get(pk=parent.pk), pages, TechnologyPage)
            insert_pages(pages, [TechnologyPage])
            through = TechnologyPage.transfer_forms.through
            through.objects.bulk_create(
                [through(technologypage_id=page.pk, term_id=chance.choice(forms).pk) for page in pages]
            )
            listed_values.refresh(TechnologyPage, [page.pk for page in pages])
            Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + len(pages))
            _index(
                TechnologyPage.objects.filter(pk__in=[page.pk for page in pages])
                .select_related("locale", "field", "place", "organisation__kind")
                .prefetch_related("further_fields", "transfer_forms")
            )
        say(f"  technologies: {min(start + BATCH, number)} of {number}")


def _index(pages: Iterable[Any]) -> None:
    indexing.index_in_bulk(document for page in pages if (document := page.findable_document()) is not None)


def _technology(
    title: str,
    chance: random.Random,
    *,
    fields: list[Term],
    kinds: list[Term],
    owners: list[Organisation],
    places: list[AdministrativeUnit],
) -> TechnologyPage:
    today = clock.today()
    summary = f"Dữ liệu đo tải: {title.lower()}."
    return TechnologyPage(
        title=title,
        slug=slugs.slug(title),
        summary=summary,
        problem="Dữ liệu đo tải.",
        solution="Dữ liệu đo tải.",
        advantages="Dữ liệu đo tải.",
        compared_with="Dữ liệu đo tải.",
        field=chance.choice(fields),
        kind=chance.choice(kinds),
        trl=chance.randint(1, 9),
        organisation=chance.choice(owners),
        place=chance.choice(places),
        is_illustrative=True,
        compliance=Compliance.NOT_LISTED,
        confirmed_on=today - timedelta(days=chance.randint(0, 150)),
        expires_on=today + timedelta(days=180),
        folded_text=text.fold(f"{title} {summary}"),
        sort_key=sorting.text_key(title),
    )


def _events(number: int, chance: random.Random, say: Say) -> None:
    parent = EventIndexPage.objects.get(locale__language_code=Language.VIETNAMESE)
    places = list(AdministrativeUnit.objects.valid_on(clock.today()))
    titles = _titles(chance, number, parent.get_children().count())
    kinds = [kind for kind in EventKind if kind not in {EventKind.FAIR, EventKind.TRADE_PROMOTION, EventKind.COURSE}]
    for start in range(0, number, BATCH):
        with transaction.atomic():
            pages = []
            for title in titles[start : start + BATCH]:
                begins = clock.at(clock.today() + timedelta(days=chance.randint(-300, 500)), chance.randint(7, 18))
                pages.append(
                    EventPage(
                        title=f"Hội thảo: {title}",
                        slug=slugs.slug(f"hoi thao {title}"),
                        lead="Dữ liệu đo tải.",
                        kind=chance.choice(kinds),
                        level=chance.choice(list(EventLevel)),
                        attendance_mode=AttendanceMode.ON_SITE,
                        starts_at=begins,
                        ends_at=begins + timedelta(hours=3),
                        place=chance.choice(places),
                        spoken_languages=["vi"],
                        takes_registrations=False,
                        is_illustrative=True,
                        folded=text.fold(f"hoi thao {title}"),
                    )
                )
            place_under(EventIndexPage.objects.get(pk=parent.pk), pages, EventPage)
            insert_pages(pages, [EventPage])
            Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + len(pages))
            _index(EventPage.objects.filter(pk__in=[page.pk for page in pages]).select_related("locale", "place"))
            calendar.refresh(keys=[page.translation_key for page in pages], now=clock.now())
        say(f"  events: {min(start + BATCH, number)} of {number}")
