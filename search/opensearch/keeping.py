"""Keeping the index in OpenSearch in step with the documents of the database, and making it anew.

The index stands behind an alias (``PORTAL_OPENSEARCH_INDEX``); one that is being made stands behind the alias with "-next". A
change is sent to both. Each document is sent as the database holds it at that moment, with the database's clock, read before
it, as its version: whatever overtakes whatever, what was read last stays.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, Final

from django.conf import settings

from portal.operations import db_clock, leases
from search.engines.base import IDENTIFIER
from search.models import SearchDocument, SearchFacet
from search.opensearch import analysis, client
from search.opensearch.client import AwayError, RefusedError

BATCH: Final = 500
LEASE: Final = "search.opensearch.rebuild"
NEXT: Final = "-next"
_MISSING: Final = 404
_NEWER_THERE: Final = 409
_FAILED: Final = 300

Json = dict[str, Any]
Progress = Callable[[int], None]


def _version() -> int:
    return int(db_clock.now().timestamp() * 1_000_000)


def document(row: SearchDocument, facets: Iterable[tuple[str, str]]) -> Json:
    """Return what is sent of a document: words by weight, marks, numbers, facets."""
    codes: dict[str, list[str]] = {}
    for name, code in facets:
        codes.setdefault(name, []).append(code)
    words = {*row.title_folded.split(), *row.lead_folded.split(), *row.body_folded.split()}
    return {
        "id": row.pk,
        "title": row.title,
        "lead": row.lead_folded,
        "body": row.body_folded,
        "text_marks": row.text_accented,
        "words": sorted({word[: analysis.LONGEST_WORD] for word in words}),
        "numbers": sorted(codes.get(IDENTIFIER, ())),
        "kind": str(row.kind),
        "sort_date": row.sort_date.isoformat() if row.sort_date else None,
        **{name: sorted(codes.get(name, ())) for name in analysis.FACETS},
    }


def lines(keys: Collection[int], *, version: int) -> Iterator[Json]:
    """Yield the lines of a bulk request that makes these documents what the database holds, and takes away those it does not."""
    facets: dict[int, list[tuple[str, str]]] = {}
    wanted = SearchFacet.objects.filter(document__in=keys, name__in=[IDENTIFIER, *analysis.FACETS])
    for document_id, name, code in wanted.values_list("document", "name", "code"):
        facets.setdefault(document_id, []).append((name, code))
    rows = {row.pk: row for row in SearchDocument.objects.filter(pk__in=keys)}
    for key in sorted(keys):
        about = {"_id": str(key), "version": version, "version_type": "external_gte"}
        if key in rows:
            yield {"index": about}
            yield document(rows[key], facets.get(key, ()))
        else:
            yield {"delete": about}


def send(alias: str, keys: Collection[int]) -> None:
    """Send documents to the index behind an alias. Raises AwayError where one could not be stored."""
    version = _version()
    answer = client.request(
        "POST", f"{alias}/_bulk?require_alias=true", lines=lines(keys, version=version), patient=True
    )
    for item in answer.get("items", ()):
        status = next(iter(item.values())).get("status", 0)
        if status >= _FAILED and status not in {_NEWER_THERE, _MISSING}:
            raise RefusedError(status)
        if status == _MISSING and "index" in item:
            raise RefusedError(status)  # there is no such alias


def follow(keys: Collection[int]) -> None:
    """Send changed documents to the index, and to one that is being made. Raises AwayError."""
    alias = settings.OPENSEARCH_INDEX
    for name in (alias, alias + NEXT):
        if indices(name):
            send(name, keys)


def indices(alias: str) -> list[str]:
    """Return the names of the indexes behind an alias, none where there is no such alias. Raises AwayError."""
    try:
        return sorted(client.request("GET", f"_alias/{alias}"))
    except RefusedError as error:
        if error.status == _MISSING:
            return []
        raise


def number() -> int:
    """Return how many documents the index holds. Raises AwayError."""
    return int(client.request("GET", f"{settings.OPENSEARCH_INDEX}/_count").get("count", -1))


def rebuild(*, progress: Progress | None = None) -> int:
    """Make a new index of all documents and put it in the place of the old one at once; return how many it holds.

    Searches go on in the old one until then. Raises AwayError; the new index is then taken away again.
    """
    held = leases.take(LEASE, read=db_clock.now)
    if held is None:
        raise AwayError("another process makes the index")
    alias = settings.OPENSEARCH_INDEX
    name = f"{alias}-{db_clock.now():%Y%m%d%H%M%S}"
    try:
        for abandoned in indices(alias + NEXT):
            client.request("DELETE", abandoned, patient=True)
        client.request("PUT", name, analysis.index(), patient=True)
        try:
            done = _fill(name, alias, held, progress)
        except AwayError:
            client.request("DELETE", name, patient=True)
            raise
    finally:
        held.give_back()
    return done


def _fill(name: str, alias: str, held: leases.Held, progress: Progress | None) -> int:
    _alias({"add": {"index": name, "alias": alias + NEXT}})
    done = 0
    last = 0
    while keys := list(SearchDocument.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        if not held.keep():
            raise AwayError("another process makes the index")
        send(alias + NEXT, keys)
        last = keys[-1]
        done += len(keys)
        if progress:
            progress(done)
    client.request("POST", f"{name}/_refresh", patient=True)
    old = indices(alias)
    _alias(
        *({"remove": {"index": index, "alias": alias}} for index in old),
        {"remove": {"index": name, "alias": alias + NEXT}},
        {"add": {"index": name, "alias": alias}},
    )
    for index in old:
        client.request("DELETE", index, patient=True)
    return done


def _alias(*actions: Json) -> None:
    client.request("POST", "_aliases", {"actions": list(actions)}, patient=True)
