"""Lists of terms that are read together: the same terms in the same order, few statements, nothing old, nothing held where pages are saved."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from portal.page_cache import changes, collecting, parts, tags
from portal.vocabularies import held
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import Term
from showcase.models import TechnologyPage, TechnologyRight, TechnologySpecification
from tests.factories import exhibitors, showcase
from tests.page_cache import portal as portals

LISTS = ("further_fields", "cooperation", "transfer_forms", "transfer_objects", "transfer_methods", "transfer_rights")


@pytest.fixture
def running(db: None, switched_on: None) -> Iterator[None]:
    with portals.running():
        yield


@pytest.fixture
def page(running: None, site: Site) -> TechnologyPage:
    fields = [exhibitors.make_term(VocabularyCode.FIELD, code, code, code) for code in ("later", "sooner")]
    Term.objects.filter(code="sooner").update(position=0)
    Term.objects.filter(code="later").update(position=9)
    market: SimpleNamespace = showcase.make_market(site)
    made = showcase.publish_technology(
        market,
        further_fields=fields,
        specifications=[TechnologySpecification(name="Công suất", value="9")],
        rights=[
            TechnologyRight(
                kind=showcase.term(VocabularyCode.IP_KIND, "patent"),
                status=showcase.term(VocabularyCode.IP_STATUS, "granted"),
            )
        ],
    )
    while changes.are_waiting():
        # What waits for the commit writes in its turn.
        portals.commit()
    return TechnologyPage.objects.get(pk=made.pk)


def anew(page: TechnologyPage) -> TechnologyPage:
    return TechnologyPage.objects.get(pk=page.pk)


def test_the_same_terms_in_the_same_order(page: TechnologyPage) -> None:
    plain = {name: list(getattr(anew(page), name).all()) for name in LISTS}
    assert [term.code for term in plain["further_fields"]] == ["sooner", "later"]
    with parts.using():
        held.hold(page)
        assert {name: list(getattr(page, name).all()) for name in LISTS} == plain


def test_all_lists_cost_one_statement_once_the_terms_are_known(page: TechnologyPage) -> None:
    with parts.using():
        held.hold(anew(page))
    with parts.using(), CaptureQueriesContext(connection) as caught:
        held.hold(page, "specifications", "rights")
        held.hold(page, "specifications", "rights")
        assert [len(getattr(page, name).all()) for name in LISTS] == [2, 0, 1, 0, 0, 0]
        assert [(right.kind.code, right.status.code) for right in page.rights.all()] == [("patent", "granted")]
        assert [row.name for row in page.specifications.all()] == ["Công suất"]
    assert len(caught) == 3


def test_a_changed_term_is_read_anew(page: TechnologyPage) -> None:
    with parts.using():
        held.hold(anew(page))
    Term.objects.filter(code="later").update(label_vi="Tên mới")
    portals.commit()
    with parts.using():
        held.hold(page)
        assert "Tên mới" in [term.label_vi for term in page.further_fields.all()]


def test_a_term_that_came_in_between_is_not_missing(page: TechnologyPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "terms", lambda: {term.pk: term for term in Term.objects.exclude(code="later")})
    with parts.using():
        held.hold(page)
        assert {term.code for term in page.further_fields.all()} == {"sooner", "later"}


def test_every_part_that_shows_them_depends_on_their_tables(page: TechnologyPage) -> None:
    wanted = {
        tags.table("showcase_technologypage_further_fields"),
        tags.table("showcase_technologyright"),
    }
    with parts.using():
        for _part in range(2):
            with collecting.gathering() as collection:
                held.hold(page, "rights")
            assert wanted <= collection.tags


def test_where_pages_may_be_saved_nothing_is_held(page: TechnologyPage) -> None:
    held.hold(page, "rights")
    assert "_cluster_related_objects" not in page.__dict__ or not page.rights.is_deferring


def test_what_a_preview_holds_stays(page: TechnologyPage) -> None:
    page.further_fields = []
    with parts.using():
        held.hold(page)
        assert list(page.further_fields.all()) == []
        assert len(page.transfer_forms.all()) == 1
