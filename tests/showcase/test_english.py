"""The English of a technology: states by group, published with the Vietnamese, out of date when that changes."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.kernel import clock, errors
from portal.pages import completeness
from showcase.domain import decisions, english, merging
from showcase.domain import technology as technologies
from showcase.enums import Compliance, EnglishState, TextGroup
from showcase.models import TechnologyPage, TechnologySpecification
from tests.factories import exhibitors
from tests.factories import showcase as factory
from tests.showcase.test_desk import draft_of
from tests.showcase.test_review import filled_draft

TEXTS = {
    TextGroup.IDENTITY: {"title": "Heat pump drying", "summary": "Half the electricity."},
    TextGroup.SOLUTION: {
        "problem": "Costly.",
        "solution": "Two stages.",
        "advantages": "Cheap.",
        "compared_with": "Wire.",
    },
}


@pytest.fixture
def draft(market: SimpleNamespace) -> TechnologyPage:
    page = filled_draft(market)
    filled = page.get_latest_revision_as_object()
    filled.specifications = [TechnologySpecification(name="Điện năng", value="0,52", unit="kWh/kg")]
    technologies.save_technology(page=filled, by=exhibitors.owner_of(market.organisation))
    return TechnologyPage.objects.get(pk=page.pk)


def write(page: TechnologyPage, by: Any, *groups: TextGroup) -> None:
    for group in groups:
        english.save_english(page=page, group=group, texts=TEXTS[group], by=by, now=clock.now())


def states(page: TechnologyPage) -> dict[TextGroup, EnglishState]:
    return english.states(draft_of(page), english.twin_of(page))


def approve(page: TechnologyPage, by: Any) -> None:
    reviewer = factory.make_reviewer()
    technologies.submit_technology(page=page, by=by, now=clock.now())
    technologies.record_compliance(
        page=page, by=reviewer, compliance=Compliance.NOT_LISTED, list_version=factory.LISTS, now=clock.now()
    )
    decisions.approve(page=page, by=reviewer)


def test_groups_go_from_none_over_draft_and_current_to_outdated(market: SimpleNamespace, draft: TechnologyPage) -> None:
    owner = exhibitors.owner_of(market.organisation)
    assert states(draft)[TextGroup.IDENTITY] is EnglishState.NONE
    write(draft, owner, TextGroup.IDENTITY, TextGroup.SOLUTION)
    english.save_english(
        page=draft, group=TextGroup.ROWS, texts={}, rows={"specifications": ["Electricity"]}, by=owner, now=clock.now()
    )
    assert states(draft)[TextGroup.SOLUTION] is EnglishState.DRAFT
    assert states(draft)[TextGroup.EVIDENCE] is EnglishState.NONE
    twin = english.twin_of(draft)
    assert twin is not None
    assert not twin.live
    approve(draft, owner)
    twin = english.twin_of(draft)
    assert twin is not None
    assert twin.live
    assert (twin.title, twin.slug, twin.compliance) == ("Heat pump drying", "heat-pump-drying", Compliance.NOT_LISTED)
    assert [str(row) for row in twin.specifications.all()] == ["Electricity: 0,52 kWh/kg"]
    assert [form.code for form in twin.transfer_forms.all()] == ["independent"]
    assert states(draft)[TextGroup.SOLUTION] is EnglishState.CURRENT
    html = Client().get(twin.url).content.decode()
    assert "Two stages." in html
    assert "Chạy ở xưởng." not in html, "what nobody translated is left out, not shown in Vietnamese"
    changed = draft_of(draft)
    changed.solution = "Bơm nhiệt ba cấp."
    technologies.save_technology(page=changed, by=owner)
    assert states(draft)[TextGroup.SOLUTION] is EnglishState.OUTDATED
    assert states(draft)[TextGroup.IDENTITY] is EnglishState.CURRENT


def test_english_that_says_too_little_is_not_published(market: SimpleNamespace, draft: TechnologyPage) -> None:
    owner = exhibitors.owner_of(market.organisation)
    write(draft, owner, TextGroup.SOLUTION)
    approve(draft, owner)
    twin = english.twin_of(draft)
    assert twin is not None
    assert not twin.live


def test_a_gap_in_the_english_does_not_keep_the_vietnamese_from_readers(
    market: SimpleNamespace, draft: TechnologyPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = exhibitors.owner_of(market.organisation)
    write(draft, owner, TextGroup.IDENTITY, TextGroup.SOLUTION)
    twin = english.twin_of(draft)
    assert twin is not None
    gap = [("summary", "Thiếu một lời.")]
    monkeypatch.setattr(completeness, "_of_room", lambda page: gap if page.pk == twin.pk else [])
    approve(draft, owner)
    assert TechnologyPage.objects.get(pk=draft.pk).live
    assert TechnologyPage.objects.get(pk=twin.pk).live


def test_english_follows_into_anonymity(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    twin = factory.english(page, title="Drying")
    unfinished = twin.get_latest_revision_as_object()
    unfinished.summary = ""
    unfinished.save_revision(clean=False)
    draft = page.get_latest_revision_as_object()
    draft.is_anonymous = True
    draft.save_revision().publish()
    assert TechnologyPage.objects.get(pk=twin.pk).is_anonymous


def test_english_form_keeps_both_writers(client: Client, market: SimpleNamespace, draft: TechnologyPage) -> None:
    owner = exhibitors.owner_of(market.organisation)
    client.force_login(owner)
    url = reverse("showcase:technology-english-group", args=[draft.pk, "solution"])
    shown = client.get(url)
    assert shown.status_code == 200
    assert "Sấy tốn điện." in shown.content.decode()
    write(draft, owner, TextGroup.SOLUTION)
    for unknown in ("²", "9" * 4400):
        assert (
            client.post(url, {**TEXTS[TextGroup.SOLUTION], "problem": "Mine", "revision": unknown}).status_code == 200
        )
    clash = client.post(url, {**TEXTS[TextGroup.SOLUTION], "problem": "Mine", "revision": ""})
    assert set(clash.context["form"].errors) == {"problem"}
    assert "Costly." in str(clash.context["form"].errors)
    again = client.post(url, {**TEXTS[TextGroup.SOLUTION], "problem": "Mine", "revision": clash.context["revision"]})
    assert again.url == reverse("showcase:technology-english", args=[draft.pk])
    twin = english.twin_of(draft)
    assert twin is not None
    assert twin.get_latest_revision_as_object().problem == "Mine"
    assert client.get(again.url).status_code == 200
    assert client.get(reverse("showcase:technology-english-group", args=[draft.pk, "nothing"])).status_code == 404
    client.force_login(exhibitors.owner_of(market.buyer))
    for address in (url, again.url):
        assert client.get(address).status_code == 404
        assert client.post(address, {"problem": "x"}).status_code in {404, 405}


def test_domain_guards_the_english(market: SimpleNamespace, draft: TechnologyPage) -> None:
    owner = exhibitors.owner_of(market.organisation)
    group = TextGroup.SOLUTION

    def save(by: Any, made_from: int | None = None) -> None:
        english.save_english(page=draft, group=group, texts=TEXTS[group], by=by, now=clock.now(), made_from=made_from)

    with pytest.raises(errors.NotAllowedError):
        save(exhibitors.owner_of(market.buyer))
    save(owner, english.NONE_YET)
    with pytest.raises(merging.StaleDraftError):
        save(owner, english.NONE_YET)
    technologies.submit_technology(page=draft, by=owner, now=clock.now())
    with pytest.raises(errors.IllegalMoveError):
        save(owner)


def test_groups_of_a_page_that_editors_made_keep_their_state_when_one_is_changed(market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    page = factory.publish_technology(market, problem="Tốn điện.", warranty="24 tháng")
    factory.english(page, title="Garlic dryer", problem="Costly.", warranty="24 months")
    assert set(states(page).values()) == {EnglishState.CURRENT}
    before = states(page)
    write(page, owner, TextGroup.IDENTITY)
    assert states(page) == {**before, TextGroup.IDENTITY: EnglishState.DRAFT}


def test_reviewer_reads_what_changes_in_the_english(
    client: Client, market: SimpleNamespace, draft: TechnologyPage
) -> None:
    owner = exhibitors.owner_of(market.organisation)
    write(draft, owner, TextGroup.IDENTITY, TextGroup.SOLUTION)
    approve(draft, owner)
    page = TechnologyPage.objects.get(pk=draft.pk)
    english.save_english(
        page=page,
        group=TextGroup.SOLUTION,
        texts={**TEXTS[TextGroup.SOLUTION], "problem": "Sold by Song Mo."},
        by=owner,
        now=clock.now(),
    )
    technologies.submit_technology(page=page, by=owner, now=clock.now())
    client.force_login(factory.make_reviewer())
    shown = client.get(reverse("showcase_review:review", args=[page.pk]))
    assert [(row.live, row.draft) for row in shown.context["english_changed"]] == [("Costly.", "Sold by Song Mo.")]
    assert "Sold by Song Mo." in shown.content.decode()
