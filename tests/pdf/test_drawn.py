"""Documents drawn once for a while, and no more often than somebody needs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from portal.kernel import clock, limits
from portal.kernel.languages import Language
from portal.pdf import documents, drawn
from portal.pdf.documents import Document
from registration.domain import changing, links
from registration.models import Registration
from tests.factories.registration import make_kind, make_registration

SHEET = Document("registration/ticket.typ", {"subject": "Chợ"}, "Vé", Language.VIETNAMESE, clock.now())


@pytest.fixture(autouse=True)
def _empty() -> None:
    cache.clear()


def test_the_same_document_is_drawn_once() -> None:
    times: list[Document] = []

    def draw(document: Document) -> bytes:
        times.append(document)
        return b"%PDF"

    for _time in range(3):
        assert drawn.once(SHEET, key="a", draw=draw) == b"%PDF"
    assert len(times) == 1
    for other in (
        replace(SHEET, data={"subject": "Hội chợ"}),
        replace(SHEET, title="Thẻ"),
        replace(SHEET, language=Language.ENGLISH),
        replace(SHEET, moment=SHEET.moment + timedelta(seconds=1)),
    ):
        drawn.once(other, key="a", draw=draw)
    assert len(times) == 5


def test_drawings_are_counted_for_each_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PER_DRAWING", 2)
    sheets = [replace(SHEET, title=str(number)) for number in range(3)]
    for sheet in sheets[:2]:
        drawn.once(sheet, key="a", draw=lambda _document: b"%PDF")
    with pytest.raises(drawn.DrawnTooOftenError):
        drawn.once(sheets[2], key="a", draw=lambda _document: b"%PDF")
    assert drawn.once(sheets[0], key="a", draw=lambda _document: b"other") == b"%PDF"
    assert drawn.once(sheets[2], key="b", draw=lambda _document: b"%PDF") == b"%PDF"


def test_a_large_document_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "LARGEST", 3)
    assert drawn.once(SHEET, key="a", draw=lambda _document: b"%PDF") == b"%PDF"
    assert drawn.once(SHEET, key="a", draw=lambda _document: b"%PDG") == b"%PDG"


@pytest.mark.django_db
def test_a_link_that_draws_again_and_again_gets_words(
    client: Client, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_DRAWING", 1)
    count: list[int] = []
    real = documents.render
    monkeypatch.setattr(documents, "render", lambda **values: count.append(1) or real(**values))
    row = make_registration(make_kind(capacity=None), email_verified=True)
    address = reverse("registration:ticket-file", args=[links.issue_manage(registration=row, now=clock.now())])
    count.clear()
    first, second = client.get(address), client.get(address)
    assert first.content == second.content
    assert first["Cache-Control"] == "no-store, private" or "no-store" in first["Cache-Control"]
    assert "private" in first["Cache-Control"]
    assert len(count) == 1
    details = changing.details_of(row)
    values = {name: getattr(details, name) for name in details.__dataclass_fields__}
    changing.change(registration=row, now=clock.now(), **(values | {"full_name": "Tên Khác"}))
    assert Registration.objects.get(pk=row.pk).full_name == "Tên Khác"
    refused = client.get(address)
    assert refused.status_code == 429
    assert "<h1" in refused.content.decode()
    assert "no-store" in refused["Cache-Control"]
