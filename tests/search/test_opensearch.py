"""OpenSearch as the engine, against a server of our own on this machine: what is asked and sent, and who answers when it does not.

No test here has seen a real OpenSearch.
"""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Site

from portal.kernel.watch import Word
from search import engines, facets, queries, tasks
from search.domain import indexing
from search.engines.base import IDENTIFIER
from search.engines.opensearch import OpenSearchEngine
from search.models import SearchDocument, SearchFacet
from search.opensearch import analysis, client, keeping
from tests.factories import opensearch as factory
from tests.factories import search as documents
from tests.factories.opensearch import Fake, counts, hits

pytestmark = pytest.mark.django_db
Titles = Callable[[str], list[str]]
DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}


@pytest.fixture
def server(settings: Any) -> Iterator[Fake]:
    """A server that has an index already."""
    with factory.served() as fake:
        settings.OPENSEARCH_URL = fake.address
        settings.OPENSEARCH_TIMEOUT = 1000
        fake.indexes["portal-1"], fake.versions["portal-1"], fake.aliases["portal"] = {}, {}, {"portal-1"}
        yield fake


@pytest.fixture
def warned(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    caplog.set_level(logging.WARNING)
    return lambda: [record.getMessage() for record in caplog.records if record.name.startswith("search.")]


def key(title: str) -> int:
    return SearchDocument.objects.get(title=title).pk


def test_it_is_off_unless_the_operator_names_a_server(settings: Any) -> None:
    assert settings.OPENSEARCH_URL == ""
    assert not isinstance(engines.current(), OpenSearchEngine)


def test_hits_are_shown_in_the_order_of_the_server(server: Fake, titles: Titles) -> None:
    documents.index("Máy sấy tỏi", "Máy sấy lúa", "Máy sấy chè")
    server.answers = [hits(key("Máy sấy lúa"), key("Máy sấy chè"), scores={key("Máy sấy lúa"): 9.0})]
    assert titles("may say") == ["Máy sấy lúa", "Máy sấy chè"]
    assert {path for _method, path in server.requests if "_search" in path} == {
        "/portal/_search?filter_path=hits.hits._id,hits.hits._score,aggregations"
    }


def test_only_rows_of_the_database_are_shown(server: Fake, titles: Titles) -> None:
    documents.index("Máy sấy tỏi", "Máy sấy lúa")
    withdrawn = key("Máy sấy tỏi")
    SearchDocument.objects.filter(pk=withdrawn).delete()
    server.answers = [hits(withdrawn, key("Máy sấy lúa"), 10**9)]
    assert titles("may say") == ["Máy sấy lúa"]


def test_order_is_asked_among_the_rows_that_the_filters_left(server: Fake) -> None:
    documents.index("Máy sấy tỏi", "Máy sấy lúa")
    chosen = key("Máy sấy lúa")
    server.answers = [hits(key("Máy sấy tỏi"), chosen)]
    rows = SearchDocument.objects.filter(pk=chosen)
    assert [row.title for row in queries.best(rows, "may say", 5)] == ["Máy sấy lúa"]
    ranked = next(asked["query"] for asked in reversed(server.searches) if "function_score" in asked.get("query", {}))
    assert ranked["function_score"]["query"]["bool"]["filter"] == [{"terms": {"id": [chosen]}}]


def test_marks_are_told_by_the_score(server: Fake) -> None:
    documents.index("bán", "bàn")
    from search import parsing

    criteria = parsing.criteria(parsing.parse("bán"))
    server.answers = [hits(key("bán"), key("bàn"), scores={key("bán"): 1 + 2 + 8 + 0.5, key("bàn"): 3.5})]
    rows = engines.current().ranked(SearchDocument.objects.all(), criteria)
    assert [(row.title, row.with_marks) for row in rows] == [("bán", 2), ("bàn", 0)]


def test_titles_words_and_similar_words(server: Fake) -> None:
    documents.index("Máy sấy tỏi", "Nanotechnology")
    engine = engines.current()
    server.answers = [counts("known", {"may": 3})]
    assert engine.known_words({"may", "khong"}) == {"may": 3}
    assert server.searches[-1]["aggs"]["known"]["terms"]["include"] == ["khong", "may"]
    server.answers = [hits(key("Nanotechnology"))]
    assert engine.similar_words("nanotekhnologgy") == ["nanotechnology"]
    assert engine.similar_words("") == []
    from search import parsing

    server.answers = [hits(key("Máy sấy tỏi"), key("Nanotechnology"))]
    asked = parsing.criteria(parsing.parse("may")).folded
    assert len(engine.newest_by_title(SearchDocument.objects.all(), asked, most=1)) == 1


def test_facets_are_counted_by_an_aggregation(server: Fake) -> None:
    documents.index("Máy sấy tỏi", facets={"field": ("food",)})
    server.answers = [counts("field", {"food": 1})]
    asked = ["field", "trl"]
    assert engines.current().facet_counts(SearchDocument.objects.all(), asked) == {"field": {"food": 1}, "trl": {}}
    assert server.searches[-1]["aggs"] == {name: {"terms": {"field": name, "size": 10_000}} for name in asked}
    server.answers = [{}]
    assert engines.current().facet_counts(SearchDocument.objects.all(), asked) == {"field": {}, "trl": {}}


def test_server_counts_every_facet_of_the_page_of_results(server: Fake, site: Any) -> None:
    kept_as_columns = {"kind", "time", "language"}
    assert {spec.name for spec in facets.specs()} - kept_as_columns == set(analysis.FACETS)


def test_page_of_results(server: Fake, site: Site, get: Callable[..., Any]) -> None:
    page = documents.page(site, "Máy sấy tỏi")
    server.answers = [hits(SearchDocument.objects.get(page=page).pk)]
    assert "Máy <mark>" not in get(q="may say toi").content.decode()
    assert "Máy sấy tỏi" in get(q="may say toi").content.decode()


def test_changes_are_sent_with_all_that_is_searched(server: Fake) -> None:
    documents.index(
        "Máy sấy tỏi", body="Nội dung", facets={"field": ("food",)}, identifiers=("149/KH",), sort_date=date(2026, 5, 1)
    )
    sent = server.indexes["portal-1"][str(key("Máy sấy tỏi"))]
    assert set(sent) == set(keeping.analysis.mappings()["properties"])
    assert (sent["title"], sent["body"], sent["text_marks"]) == ("Máy sấy tỏi", "noi dung", "nội dung")
    assert (sent["field"], sent["numbers"], sent["sort_date"]) == (["food"], ["149 kh"], "2026-05-01")
    assert sent["words"] == ["dung", "may", "noi", "say", "toi"]


def test_removed_document_is_removed_there(server: Fake) -> None:
    documents.index("Máy sấy tỏi")
    assert len(server.indexes["portal-1"]) == 1
    indexing.remove_documents(SearchDocument.objects.all())
    assert server.indexes["portal-1"] == {}


def test_change_is_queued_in_its_own_transaction(server: Fake, settings: Any) -> None:
    settings.TASKS = DUMMY
    from django_tasks import default_task_backend

    default_task_backend.clear()
    with transaction.atomic():
        documents.index("Máy sấy tỏi")
    queued = [(result.task.name, result.args) for result in default_task_backend.results]
    assert ("follow_documents", [[key("Máy sấy tỏi")]]) in queued
    assert server.indexes["portal-1"] == {}


def test_what_was_read_earlier_does_not_overtake(server: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    documents.index("Cũ")
    row = SearchDocument.objects.get()
    monkeypatch.setattr(keeping, "_version", lambda: 1)
    SearchDocument.objects.update(title="Từ trước")
    keeping.send("portal", [row.pk])
    assert server.indexes["portal-1"][str(row.pk)]["title"] == "Cũ"
    monkeypatch.undo()
    keeping.send("portal", [row.pk])
    assert server.indexes["portal-1"][str(row.pk)]["title"] == "Từ trước"


def test_rebuild_puts_a_new_index_in_the_place_of_the_old_one(server: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    documents.index("Một", "Hai", "Ba")
    monkeypatch.setattr(keeping, "BATCH", 2)
    steps: list[int] = []
    assert keeping.rebuild(progress=steps.append) == 3
    assert steps == [2, 3]
    ((name, held),) = server.indexes.items()
    assert name != "portal-1"
    assert len(held) == 3
    assert server.aliases == {"portal": {name}, "portal-next": set()}
    assert "portal_folded" in server.made["settings"]["analysis"]["analyzer"]


def test_change_during_a_rebuild_is_in_the_new_index(server: Fake) -> None:
    documents.index("Một", "Hai")

    def meanwhile(_done: int) -> None:
        SearchDocument.objects.filter(title="Một").update(title="Một mới")
        tasks.follow_documents.enqueue([key("Một mới")])

    keeping.rebuild(progress=meanwhile)
    (held,) = server.indexes.values()
    assert {document["title"] for document in held.values()} == {"Một mới", "Hai"}


def test_rebuild_that_fails_leaves_the_old_index_and_no_other(server: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    documents.index("Một")

    def fails(*_: Any) -> None:
        raise client.AwayError("canary")

    monkeypatch.setattr(keeping, "send", fails)
    with pytest.raises(client.AwayError):
        keeping.rebuild()
    assert list(server.indexes) == ["portal-1"]
    assert server.aliases["portal"] == {"portal-1"}
    monkeypatch.undo()


def test_command_rebuilds_both_and_the_check_compares_both(server: Fake, site: Site) -> None:
    documents.page(site, "Máy sấy tỏi")
    call_command("rebuild_search", verbosity=0)
    assert engines.current().problems() == []
    server.indexes[next(iter(server.aliases["portal"]))].clear()
    assert engines.current().problems() == ["OpenSearch holds 0 documents, the database 1."]
    server.aliases.clear()
    assert engines.current().problems() == ["OpenSearch has no index yet: run rebuild_search."]


def trouble(server: Fake, kind: str, settings: Any) -> None:
    if kind == "slow":
        settings.OPENSEARCH_TIMEOUT, server.delay = 50, 0.4
    elif kind == "nobody":
        settings.OPENSEARCH_URL = "http://127.0.0.1:9"
    elif kind in {"500", "400", "404", "429"}:
        server.status = int(kind)
    else:
        server.answers = [{"nonsense": b"<html>", "list": ["a"], "shape": {"hits": {"hits": [{"id": 1}]}}}[kind]]


@pytest.mark.parametrize("kind", ["slow", "nobody", "500", "400", "404", "429", "nonsense", "list", "shape"])
def test_database_answers_in_its_place(
    server: Fake, titles: Titles, settings: Any, warned: Callable[[], list[str]], kind: str
) -> None:
    documents.index("Máy sấy tỏi")
    trouble(server, kind, settings)
    started = time.monotonic()
    assert titles("may say canhvang toi") == ["Máy sấy tỏi"]
    assert titles("may say toi") == ["Máy sấy tỏi"]
    assert engines.current().facet_counts(SearchDocument.objects.all(), ["field"]) == {}
    assert time.monotonic() - started < 5
    assert len(warned()) == 1
    assert "does not answer" in warned()[0]
    assert "canh" not in warned()[0]
    assert "canary" not in warned()[0]
    assert client.watch() is Word.FAILED
    # It is left alone for a while: one question, no more.
    assert sum("_search" in path for _method, path in server.requests) <= 1


def test_server_that_answers_again_is_asked_again(
    server: Fake, titles: Titles, warned: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    documents.index("Máy sấy tỏi", "Máy sấy lúa")
    monkeypatch.setattr(client, "PAUSE", 0.01)
    server.status = 500
    assert len(titles("may say")) == 2
    server.status, server.answers = 200, [hits(key("Máy sấy lúa"))]
    time.sleep(0.02)
    assert titles("may say") == ["Máy sấy lúa"]
    assert warned()[-1] == "OpenSearch answers again."
    assert client.watch() is Word.OK


def test_change_while_it_is_away_is_sent_later(server: Fake, settings: Any) -> None:
    documents.index("Máy sấy tỏi")
    from django_tasks import default_task_backend

    settings.TASKS = DUMMY
    default_task_backend.clear()
    server.status = 503
    assert tasks.follow_documents.call([key("Máy sấy tỏi")]) == 0
    (later,) = default_task_backend.results
    assert later.args == [[key("Máy sấy tỏi")], 2]
    assert later.task.run_after is not None
    default_task_backend.clear()
    assert tasks.follow_documents.call([1], tasks.MOST_ATTEMPTS) == 0
    assert default_task_backend.results == []


def test_publishing_goes_on_while_it_is_away(server: Fake, site: Site, settings: Any, titles: Titles) -> None:
    settings.TASKS = DUMMY
    server.status = 503
    documents.page(site, "Máy sấy tỏi")
    assert titles("may say") == ["Máy sấy tỏi"]


def test_password_goes_into_the_header_and_into_no_address(server: Fake, settings: Any, titles: Titles) -> None:
    settings.OPENSEARCH_URL = server.address.replace("http://", "http://portal:mat-khau@")
    documents.index("Máy sấy tỏi")
    titles("may")
    assert set(server.credentials) == {"portal:mat-khau"}
    assert not any("mat-khau" in path for _method, path in server.requests)


@pytest.mark.parametrize("typed", ['"', "a" * 10_000, "\x00", "🙂", "AND OR", "x" * 300 + " \u202e", "149/KH-UBND"])
def test_bad_input_is_asked_soundly(server: Fake, site: Site, get: Callable[..., Any], typed: str) -> None:
    assert get(q=typed).status_code == 200


def test_numbers_of_documents_are_kept_apart_from_filters(server: Fake) -> None:
    documents.index("Kế hoạch", identifiers=("149/KH-UBND",))
    assert SearchFacet.objects.filter(name=IDENTIFIER).exists()
    assert server.indexes["portal-1"][str(key("Kế hoạch"))]["place"] == []
