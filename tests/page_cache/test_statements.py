"""What a statement reads and writes is told from its text; what is not understood counts as too much, never as too little."""

import pytest
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Subquery
from wagtail.models import Locale, Page, PageViewRestriction, Site

from events.models import EventPage, FairPage
from home.models import ContentPage
from news.models import ArticleRelatedPage
from portal.kernel.languages import Language
from portal.media.models import PortalImage
from portal.page_cache import catalogue, collecting, statements, tags
from portal.page_cache.statements import Verb
from portal.pages import translations
from registration.models import Pool


def read(queryset: object) -> frozenset[str]:
    sql, parameters = queryset.query.sql_with_params()  # type: ignore[attr-defined]
    return collecting.tags_of(sql, parameters)


@pytest.mark.parametrize(
    ("sql", "verb"),
    [
        ("SELECT 1", Verb.READ),
        ("  select 1", Verb.READ),
        ("INSERT INTO a VALUES (1)", Verb.INSERT),
        ("WITH x AS (SELECT 1) SELECT * FROM x", Verb.READ),
        ("WITH x AS (SELECT 1) UPDATE a SET b = 1", Verb.UPDATE),
        ("WITH x AS (DELETE FROM a RETURNING b) SELECT * FROM x", Verb.DELETE),
        ("TRUNCATE a", Verb.UPDATE),
        ("BEGIN IMMEDIATE", Verb.OTHER),
        ("", Verb.OTHER),
    ],
)
def test_the_verb(sql: str, verb: Verb) -> None:
    assert statements.verb_of(sql) is verb


def test_rows_read_by_key_are_named() -> None:
    found = read(PortalImage.objects.filter(pk__in=[3, 5]))
    assert found == tags.of_rows("media_portalimage", (3, 5))


def test_rows_read_otherwise_count_as_the_table() -> None:
    assert read(PortalImage.objects.filter(title="x")) == {tags.table("media_portalimage")}


def test_a_page_read_by_key_is_the_row_of_all_pages() -> None:
    assert read(ContentPage.objects.filter(pk=7)) == tags.of_rows(statements.PAGES, (7,))
    assert read(FairPage.objects.filter(pk=7)) == tags.of_rows(statements.PAGES, (7,))


def test_a_key_beside_another_condition_is_a_matter_of_the_table() -> None:
    assert read(PortalImage.objects.filter(pk=3, title="x")) == {tags.table("media_portalimage")}


def test_a_list_of_one_kind_does_not_depend_on_all_pages() -> None:
    found = read(EventPage.objects.filter(live=True))
    assert found == {tags.table("events_eventpage")}


def test_a_list_with_another_page_joined_depends_on_all_pages() -> None:
    found = read(Page.objects.filter(live=True))
    assert tags.table(statements.PAGES) in found
    assert tags.standing(statements.PAGES) in read(ArticleRelatedPage.objects.filter(page__live=True))


def test_what_is_joined_by_its_key_only_changes_with_rows_that_stand() -> None:
    found = read(EventPage.objects.select_related("picture").filter(live=True))
    assert tags.standing("media_portalimage") in found
    assert tags.table("media_portalimage") not in found


def test_what_is_joined_the_other_way_changes_with_new_rows_too() -> None:
    found = read(EventPage.objects.filter(fields__code="drying"))
    assert tags.table("events_eventpage_fields") in found


@pytest.mark.django_db
@pytest.mark.parametrize("language", list(Language))
def test_the_lists_of_the_portal_depend_on_their_kind_only(locales: dict[str, Locale], language: Language) -> None:
    found = read(translations.listed_in(EventPage.objects.all(), language))
    assert found == {tags.table("events_eventpage")}


def test_a_subquery_on_other_pages_is_seen() -> None:
    other = Page.objects.filter(owner=OuterRef("owner"))
    assert tags.table(statements.PAGES) in read(EventPage.objects.filter(Exists(other)))


def test_a_look_at_sites_and_restrictions_needs_no_names() -> None:
    assert read(Site.objects.select_related("root_page")) == frozenset()
    assert read(PageViewRestriction.objects.filter(page__path="0001")) == frozenset()


def test_a_look_at_a_site_beside_other_tables_hides_none_of_them() -> None:
    found = read(EventPage.objects.annotate(site=Subquery(Site.objects.values("pk")[:1])))
    assert found == {tags.table("events_eventpage")}


def test_counts_and_groups_are_reads_of_the_table() -> None:
    assert read(EventPage.objects.values("kind").annotate(number=Count("pk"))) == {tags.table("events_eventpage")}


def test_plain_statements_are_understood() -> None:
    assert statements.read_of("SELECT a FROM search_index, other JOIN third ON 1").tables == ("search_index", "third")
    assert statements.write_of("WITH x AS (SELECT 1) UPDATE a SET b = 1") is None


def test_what_no_public_page_reads_is_quiet() -> None:
    assert catalogue.is_quiet("wagtailcore_revision")
    assert catalogue.is_quiet("sessions_session") or catalogue.is_quiet("django_session")
    assert not catalogue.is_quiet("events_eventpage")
    assert not catalogue.is_quiet("a_table_of_no_model")


@pytest.mark.parametrize(
    ("sql", "columns", "number"),
    [
        ('UPDATE "a" SET "b" = %s, "c" = %s WHERE "a"."id" = %s', ("b", "c"), 1),
        (
            'UPDATE "a" SET "b" = (CASE WHEN "a"."c" = %s THEN 1 END), "d" = %s WHERE "a"."id" IN (%s, %s)',
            ("b", "d"),
            2,
        ),
        ('UPDATE "a" SET "b" = %s WHERE "a"."id" IN (SELECT U0."id" FROM "c" U0 WHERE U0."d" = %s)', ("b",), 0),
        ("UPDATE a SET b = b + %s WHERE id = %s AND b <= c RETURNING b", ("b",), 0),
        ("UPDATE a SET b = replace(b, %s, %s)", ("b",), 0),
    ],
)
def test_columns_and_keys_of_an_update(sql: str, columns: tuple[str, ...], number: int) -> None:
    write = statements.write_of(sql)
    assert write is not None
    assert (write.table, write.columns, write.number) == ("a", columns, number)


@pytest.mark.django_db
def test_the_gate_of_the_places_is_quiet() -> None:
    with connection.execute_wrapper(_columns_of(found := [])):
        from registration.domain import gate

        pool = Pool.objects.create(subject="7a5e1d0c-0000-4000-8000-000000000001", code="hall", capacity=50)
        gate.take(pool_ids=[pool.pk], quantity=1)
    assert catalogue.quiet_columns("registration_pool").issuperset(found[-1])


def _columns_of(found: list[tuple[str, ...]]):  # type: ignore[no-untyped-def]
    def note(execute, sql, parameters, many, context):  # type: ignore[no-untyped-def]
        if statements.verb_of(sql) is Verb.UPDATE and (write := statements.write_of(sql)):
            found.append(write.columns)
        return execute(sql, parameters, many, context)

    return note
