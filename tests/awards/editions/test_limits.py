"""How far a number or a text may go: the same for pages, openings, amendments and the form; never an error that nobody explains."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from awards.editions import limits
from awards.editions.domain import opening
from awards.editions.domain.presets import start_edition
from awards.editions.enums import Preset
from awards.editions.faults import faults
from awards.models import AwardCriterion, AwardDocument, AwardEdition, AwardPage, EditionAmendment
from awards.scoring.council import dropped
from awards.scoring.enums import ScoringMethod
from portal.accounts.models import User
from portal.kernel import clock, errors
from tests import worlds
from tests.awards.editions.test_amending import amend
from tests.awards.editions.test_edition_admin import BACKEND, address, amended
from tests.awards.editions.test_rules import NOW, good
from tests.factories import awards as factory


@worlds.standing
def secretary(site: Site) -> User:
    return factory.make_secretary(site)


@worlds.standing
def page(site: Site, secretary: User) -> AwardPage:
    return factory.make_open(site, secretary)


@pytest.mark.parametrize("name", ["trim", "jurors_per_dossier", "quorum", "cure_days", "comment_days", "appeal_days"])
def test_a_number_above_its_limit_is_a_fault_whatever_the_method(name: str) -> None:
    def told(number: int) -> str:
        return " ".join(
            str(fault.sentence) for fault in faults(good(**{name: number}, phases=()), NOW) if fault.field == name
        )

    assert str(limits.MOST[name]) not in told(limits.MOST[name])
    assert str(limits.MOST[name]) in told(limits.MOST[name] + 1)


def test_pages_and_their_rows_have_the_same_limits() -> None:
    for model, name, rule in (
        *((AwardPage, name, name) for name in ("trim", "jurors_per_dossier", "quorum", "cure_days", "retention_days")),
        (AwardPage, "public_vote_share", "public_share"),
        (AwardCriterion, "weight", "weight"),
        (AwardCriterion, "points", "max_points"),
        (AwardDocument, "max_megabytes", "max_megabytes"),
    ):
        most = [one.limit_value for one in model._meta.get_field(name).validators if one.code == "max_value"]
        assert min(most) == limits.MOST[rule], name
    for name in ("legal_basis", "budget_source", "eligibility"):
        assert AwardPage._meta.get_field(name).max_length == limits.LONGEST[name]
    assert AwardCriterion._meta.get_field("title").max_length == limits.LONGEST["title"]


@pytest.mark.parametrize("jurors", range(3, 12))
@pytest.mark.parametrize("trim", range(1, 6))
def test_rules_promise_no_more_left_out_than_the_scoring_leaves_out(jurors: int, trim: int) -> None:
    rules = good(method=ScoringMethod.TRIMMED_MEAN, trim=trim, jurors_per_dossier=jurors)
    is_refused = any(fault.field == "trim" for fault in faults(rules, NOW))
    assert is_refused is (dropped(sheets=jurors, trim=trim) < trim)


@pytest.mark.django_db
def test_press_prize_begins_with_jurors_enough_for_its_method(site: Site, secretary: User) -> None:
    made = start_edition(
        parent=factory.make_index(site), preset=Preset.PRESS, title="Giải báo chí", title_en="Press prize",
        year=2027, call_from=clock.today(), by=secretary,
    )  # fmt: skip
    assert (made.jurors_per_dossier, factory.english_of(made).jurors_per_dossier) == (5, 5)


@pytest.mark.django_db
def test_an_amendment_above_a_limit_is_refused_with_the_field(page: AwardPage, secretary: User) -> None:
    for name, value in {"quorum": 101, "cure_days": 91, "jurors_per_dossier": 51, "trim": 6}.items():
        with pytest.raises(opening.NotReadyError) as caught:
            amend(page, secretary, {name: value})
        assert name in {fault.field for fault in caught.value.faults}
    for path, value in {"legal_basis.vi": "x" * 1001, "criteria.novelty.title.en": "x" * 201}.items():
        with pytest.raises(errors.DomainError) as refused:
            amend(page, secretary, {path: value})
        assert refused.value.field == path
    assert not EditionAmendment.objects.exists()


@pytest.mark.django_db
def test_what_the_page_refuses_is_told_and_nothing_is_amended(
    page: AwardPage, secretary: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    AwardPage.objects.filter(pk=page.pk).update(year=2101)
    with pytest.raises(errors.DomainError) as caught:
        amend(page, secretary, {"quorum": 7})
    assert "2100" in str(caught.value)
    monkeypatch.setitem(limits.MOST, "quorum", 200)
    AwardPage.objects.filter(pk=page.pk).update(year=2026)
    with pytest.raises(errors.DomainError) as caught:
        amend(page, secretary, {"quorum": 150})
    assert caught.value.field == "quorum"
    assert not EditionAmendment.objects.exists()
    assert AwardEdition.objects.get().rules["quorum"] == 3


@pytest.mark.django_db
def test_an_unfinished_draft_hinders_no_amendment(page: AwardPage, secretary: User) -> None:
    draft = AwardPage.objects.get(pk=page.pk)
    draft.lead = ""
    draft.save_revision(clean=False)
    amend(page, secretary, {"quorum": 7})
    waiting = AwardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (waiting.lead, waiting.quorum) == ("", 7)


@pytest.mark.django_db
def test_a_long_text_that_stays_hinders_no_amendment_by_the_form(
    client: Client, page: AwardPage, secretary: User
) -> None:
    client.force_login(secretary, backend=BACKEND)
    amend(page, secretary, {"criteria.novelty.description.vi": ("Dài. " * 600).strip()})
    rules = AwardEdition.objects.get().rules or {}
    rules["legal_basis"]["vi"] = "x" * 1500
    AwardEdition.objects.update(rules=rules)
    form = client.post(address("-amend", page), amended(client, page, quorum="7")).context["form"]
    assert form.errors == {}
    longer = amended(client, page, **{"legal_basis.vi": "x" * 1501})
    assert set(client.post(address("-amend", page), longer).context["form"].errors) == {"legal_basis.vi"}


@pytest.mark.django_db
def test_form_names_limits_and_puts_faults_beside_their_fields(
    client: Client, page: AwardPage, secretary: User
) -> None:
    client.force_login(secretary, backend=BACKEND)
    data: dict[str, Any] = amended(client, page, quorum="101", **{"documents.effects.max_megabytes": "201"})
    form = client.post(address("-amend", page), data).context["form"]
    assert set(form.errors) == {"quorum", "documents.effects.max_megabytes"}
    data = amended(client, page, quorum="2", public_share="20")
    data["seen"] = client.post(address("-amend", page), data).context["form"]["seen"].value()
    refused = client.post(address("-amend", page), data | {"confirm": "1"}).context["form"]
    assert set(refused.errors) == {"quorum"}
