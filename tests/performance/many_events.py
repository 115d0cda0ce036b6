"""Thousands of published events in seconds: rows written in bulk, as an import would, and the calendar refreshed once."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Final

BATCH: Final = 500
SPREAD_DAYS: Final = 500
PER_DAY: Final = 8
LEAD: Final = (
    "Gặp gỡ giữa doanh nghiệp, viện nghiên cứu và trường đại học của tỉnh: giới thiệu công nghệ sẵn sàng chuyển giao, "
    "trao đổi về nhu cầu đổi mới thiết bị, tư vấn sở hữu trí tuệ; vào cửa tự do, có phiên dịch."
)
VENUE: Final = "Trung tâm Văn hóa Kinh Bắc"


def _child_rows(rows: list[Any]) -> None:
    """Write the rows of ``EventPage`` beside rows of ``Page`` that exist; Django has no bulk_create for inherited models."""
    from django.db import connection
    from django.db.models.sql import InsertQuery

    model = type(rows[0])
    for begin in range(0, len(rows), BATCH):
        query = InsertQuery(model)
        query.insert_values(model._meta.local_concrete_fields, rows[begin : begin + BATCH], raw=True)
        query.get_compiler(connection.alias).execute_sql()


def make(index: Any, count: int, *, now: datetime) -> None:
    """Publish so many seminars of two hours below a list, from now on, each with a field, a place and an organiser."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

    from events.domain import calendar
    from events.models import EventOrganiser, EventPage
    from portal.kernel import clock, text
    from portal.vocabularies.enums import VocabularyCode
    from portal.vocabularies.models import AdministrativeUnit, Term

    index = Page.objects.get(pk=index.pk)
    kind = ContentType.objects.get_for_model(EventPage)
    places = list(AdministrativeUnit.objects.order_by("pk")[:50]) or [None]
    terms = list(Term.objects.filter(vocabulary=VocabularyCode.FIELD).order_by("pk"))
    made = []
    for number in range(count):
        starts = clock.at(clock.local(now).date() + timedelta(days=number * SPREAD_DAYS // count), 8 + number % PER_DAY)
        title = f"Hội thảo kết nối cung cầu công nghệ số {number + 1}"
        made.append(
            EventPage(
                title=title,
                draft_title=title,
                slug=f"hoi-thao-{number + 1}",
                url_path=f"{index.url_path}hoi-thao-{number + 1}/",
                path=EventPage._get_path(index.path, index.depth + 1, number + 1),
                depth=index.depth + 1,
                locale_id=index.locale_id,
                content_type=kind,
                translation_key=uuid.uuid4(),
                live=True,
                first_published_at=now,
                last_published_at=now,
                lead=LEAD,
                folded=text.fold(f"{title} {LEAD} {VENUE}"),
                venue_name=VENUE,
                address="25 Lý Thái Tổ",
                place=places[number % len(places)],
                contact_email="su-kien@example.org",
                starts_at=starts,
                ends_at=starts + timedelta(hours=2),
            )
        )
    shared = [field.attname for field in Page._meta.local_concrete_fields if not field.primary_key]
    parents = [Page(**{name: getattr(page, name) for name in shared}) for page in made]
    Page.objects.bulk_create(parents, batch_size=BATCH)
    keys = dict(Page.objects.filter(path__startswith=index.path).values_list("path", "pk"))
    for page in made:
        page.pk = page.page_ptr_id = keys[page.path]
    _child_rows(made)
    Page.objects.filter(pk=index.pk).update(numchild=count)
    EventOrganiser.objects.bulk_create(
        (
            EventOrganiser(event_id=page.pk, name="Sở Khoa học và Công nghệ", locale_id=index.locale_id, sort_order=0)
            for page in made
        ),
        batch_size=BATCH,
    )
    if terms:
        through = EventPage.fields.through
        through.objects.bulk_create(
            (through(eventpage_id=page.pk, term_id=terms[number % len(terms)].pk) for number, page in enumerate(made)),
            batch_size=BATCH,
        )
    calendar.refresh_all(now=now)
