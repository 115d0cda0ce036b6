"""A juror's pages: desk, rubric, review, handing in, two windows, files, strangers, the second step, cost."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from awards.editions.enums import EditionState, Preset
from awards.jury.enums import AssignmentState
from awards.marking.enums import MarkState
from awards.models import Assignment, AwardPage, MarkSheet
from portal.accounts import second_step
from portal.operations import db_clock
from tests import worlds
from tests.factories import awards as factory
from tests.factories import dossiers, exhibitors, jury
from tests.factories import marking as make
from tests.forms import sent

pytestmark = pytest.mark.django_db
DESK_QUERIES = 12
BACKEND = "django.contrib.auth.backends.ModelBackend"
OWN = ("marking-sheet", "marking-review")


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    secretary = factory.make_secretary(site)
    page = make.make_scoring(site, secretary)
    given = make.assign(page, [make.make_dossier(page)], jurors=2)
    return {"page": page, "given": given, "secretary": secretary}


@pytest.fixture
def page(world: dict[str, Any]) -> AwardPage:
    return world["page"]


@pytest.fixture
def given(world: dict[str, Any]) -> Assignment:
    return world["given"][0]


@pytest.fixture
def own(client: Client, given: Assignment) -> Client:
    client.force_login(given.juror.user, backend=BACKEND)  # type: ignore[arg-type]  # the factory gives every juror an account
    return client


def url(name: str, given: Assignment, *args: Any) -> str:
    return reverse(f"awards:{name}", args=[given.pk, *args])


def filled(form: Any, points: int) -> dict[str, Any]:
    return sent(form, **{name: points for name in form.fields if name.startswith("points-")})


def test_the_whole_way_from_the_desk_to_handing_in_and_back(own: Client, given: Assignment) -> None:
    desk = own.get(reverse("awards:marking")).content.decode()
    address = url("marking-sheet", given)
    assert address in desk
    assert given.nomination.title not in desk
    shown = own.get(address)
    text = shown.content.decode()
    assert "Có số liệu về Tính mới." in text
    assert "Trong nước chưa có giải pháp tương tự" in text
    for secret in (given.nomination.title, given.nomination.nominee_name):
        assert secret not in text
    assert "0,00" in text
    assert not MarkSheet.objects.exists()
    assert own.get(url("marking-review", given)).status_code == 404

    answer = own.post(address, sent(shown.context["form"], **{"points-novelty": "10"}))
    assert answer.status_code == 302
    half = own.get(address)
    assert "25,00" in half.content.decode()
    assert 'value="10"' in half.content.decode()
    review = own.get(url("marking-review", given))
    assert len(review.context["marking"].missing) == 2
    refused = own.post(url("marking-review", given), sent(review.context["form"]))
    assert refused.context["form"].non_field_errors()

    data = filled(half.context["form"], 8) | {"remark": "Nên đo thêm.", "action": "review"}
    assert own.post(address, data).headers["Location"] == url("marking-review", given)
    review = own.get(url("marking-review", given))
    assert "80,00" in review.content.decode()
    done = own.post(url("marking-review", given), sent(review.context["form"]))
    assert done.headers["Location"] == reverse("awards:marking")
    sheet = MarkSheet.objects.get()
    assert (sheet.state, sheet.remark) == (MarkState.SUBMITTED, "Nên đo thêm.")
    read_only = own.get(address).content.decode()
    assert "<textarea" not in read_only
    assert "Nên đo thêm." in read_only
    assert own.post(address, data).status_code == 200
    assert own.post(url("marking-take-back", given)).status_code == 302
    assert MarkSheet.objects.get().state == MarkState.DRAFT


def test_a_wrong_number_keeps_what_was_typed(own: Client, given: Assignment) -> None:
    form = own.get(url("marking-sheet", given)).context["form"]
    answer = own.post(
        url("marking-sheet", given), sent(form, **{"points-novelty": "11", "points-effect": "7", "note": "Hỏi lại."})
    )
    assert answer.status_code == 200
    assert "points-novelty" in answer.context["form"].errors
    text = answer.content.decode()
    assert "Hỏi lại." in text
    assert "error-summary" in text
    assert not MarkSheet.objects.exists()


def test_a_script_saves_and_is_told_of_another_window(own: Client, given: Assignment) -> None:
    address = url("marking-sheet", given)
    first, second = (own.get(address).context["form"] for _window in range(2))
    answer = own.post(address, sent(first, **{"points-novelty": "7", "autosave": "1"}))
    told = answer.json()
    again = own.post(address, sent(first, **{"points-novelty": "4", "autosave": "1", **told["fields"]}))
    assert again.status_code == 200
    stale = own.post(address, sent(second, **{"points-novelty": "10", "autosave": "1"}))
    assert stale.status_code == 409
    assert MarkSheet.objects.get().marks.get(key="novelty").points == 4
    faulty = own.post(address, sent(second, **{"points-novelty": "x", "autosave": "1"}))
    assert faulty.status_code == 422
    asked = own.post(address, sent(second, **{"points-novelty": "10"}))
    assert asked.context["form"].errors["points-novelty"]
    assert own.post(address, sent(asked.context["form"], **{"points-novelty": "10"})).status_code == 302
    assert MarkSheet.objects.get().marks.get(key="novelty").points == 10


def test_what_the_other_window_did_not_touch_is_kept(own: Client, given: Assignment) -> None:
    address = url("marking-sheet", given)
    first, second = (own.get(address).context["form"] for _window in range(2))
    own.post(address, sent(first, **{"points-novelty": "7"}))
    assert own.post(address, sent(second, **{"points-effect": "4"})).status_code == 302
    points = dict(MarkSheet.objects.get().marks.values_list("key", "points"))
    assert (points["novelty"], points["effect"]) == (7, 4)


def test_nobody_else_finds_anything(client: Client, world: dict[str, Any], given: Assignment) -> None:
    make.save(given)
    addresses = [url(name, given) for name in OWN] + [url("marking-file", given, 1)]
    for address in addresses:
        assert client.get(address).status_code == 302
    for person in (exhibitors.make_person(), world["secretary"], world["given"][1].juror.user):
        client.force_login(person, backend=BACKEND)
        for address in addresses:
            assert client.get(address).status_code == 404, address
            assert client.post(address, {"points-novelty": "1"}).status_code in {404, 405}
        assert client.post(url("marking-take-back", given)).status_code == 404
    client.force_login(given.juror.user, backend=BACKEND)  # type: ignore[arg-type]  # the factory gives every juror an account
    Assignment.objects.filter(pk=given.pk).update(state=AssignmentState.GIVEN, confirmed_at=None)
    for address in addresses:
        assert client.get(address).status_code == 404
    desk = client.get(reverse("awards:marking")).content.decode()
    assert given.nomination.alias in desk
    assert addresses[0] not in desk


@pytest.mark.parametrize("state", [EditionState.SCREENING, EditionState.CANCELLED])
def test_nothing_is_read_before_scoring_and_nothing_of_what_was_called_off(
    own: Client, page: AwardPage, given: Assignment, state: EditionState
) -> None:
    make.move(page.translation_key, state)
    assert own.get(url("marking-sheet", given)).status_code == 404
    assert own.get(reverse("awards:marking")).status_code == 200


def test_after_the_end_it_is_only_read(
    own: Client, page: AwardPage, given: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.save(given, 7)
    ends = make.ends_of(page.translation_key)
    monkeypatch.setattr(db_clock, "now", lambda: ends)
    text = own.get(url("marking-sheet", given)).content.decode()
    assert "<textarea" not in text
    assert "70,00" in text
    review = own.get(url("marking-review", given))
    assert own.post(url("marking-review", given), sent(review.context["form"])).status_code == 200
    make.move(page.translation_key, EditionState.DELIBERATION)
    assert "70,00" in own.get(url("marking-sheet", given)).content.decode()
    assert MarkSheet.objects.get().state == MarkState.DRAFT


def test_files_bear_no_names_and_only_those_for_the_jury_are_handed_out(
    own: Client, page: AwardPage, given: Assignment
) -> None:
    nomination, person = given.nomination, exhibitors.make_person()
    document = next(one for one in make.rules_of(page.translation_key).documents if one.anonymise)
    named = make.put(nomination, document.key, person)
    twin = make.put(nomination, document.key, person, twin=True)
    answer = own.get(url("marking-file", given, twin.pk))
    assert b"".join(answer.streaming_content) == dossiers.PDF  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"] == f'inline; filename="{nomination.alias}-{document.key}.pdf"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert own.get(url("marking-file", given, named.pk)).status_code == 404
    assert "mo-ta" not in own.get(url("marking-sheet", given)).content.decode()


def test_a_second_step_is_asked_where_the_operator_asks_for_one(own: Client, given: Assignment, settings: Any) -> None:
    settings.ADMIN_SECOND_FACTOR = True
    address = url("marking-sheet", given)
    assert own.get(address).headers["Location"].startswith(reverse("second-step"))
    user = given.juror.user
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
    assert own.get(address).headers["Location"].startswith(reverse("mfa_reauthenticate"))
    assert own.post(address, {}).headers["Location"].startswith(reverse("mfa_reauthenticate"))
    session = own.session
    session[second_step._ADDED_HERE] = user.pk  # type: ignore[union-attr]  # the factory gives every juror an account
    session.save()
    assert own.get(address).status_code == 200


def test_every_page_in_both_languages_and_in_no_cache(own: Client, given: Assignment) -> None:
    make.save(given)
    for language in ("vi", "en"):
        with translation.override(language):
            addresses = [url(name, given) for name in OWN] + [reverse("awards:marking")]
        for address in addresses:
            answer = own.get(address)
            assert answer.status_code == 200, address
            assert "no-store" in answer.headers["Cache-Control"]


def test_a_title_is_shown_where_nothing_is_anonymous_and_long_scales_are_typed(client: Client, site: Site) -> None:
    page = make.make_scoring(site, factory.make_secretary(site), preset=Preset.RECOGNITION)
    make.widen_scale(page.translation_key, 100)
    (given,) = make.assign(page, [make.make_dossier(page, title="Lò sấy có tên")], jurors=1)
    client.force_login(given.juror.user, backend=BACKEND)  # type: ignore[arg-type]  # the factory gives every juror an account
    text = client.get(url("marking-sheet", given)).content.decode()
    assert "Lò sấy có tên" in text
    assert 'type="number"' in text
    assert "Lò sấy có tên" in client.get(reverse("awards:marking")).content.decode()


def test_days_left_and_the_last_day(own: Client, page: AwardPage, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = make.ends_of(page.translation_key)
    monkeypatch.setattr(db_clock, "now", lambda: ends - timedelta(hours=1))
    assert own.get(reverse("awards:marking")).context["editions"][0].days_left == 0
    monkeypatch.setattr(db_clock, "now", lambda: ends - timedelta(days=3))
    assert own.get(reverse("awards:marking")).context["editions"][0].days_left == 2


@pytest.mark.parametrize("more", [0, 6])
def test_the_desk_costs_the_same_for_many_dossiers(
    own: Client, page: AwardPage, given: Assignment, more: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _one in range(more):
        make.save(jury.give(given.juror, make.make_dossier(page)), 7)
    own.get(reverse("awards:marking"))
    with django_assert_max_num_queries(DESK_QUERIES):
        own.get(reverse("awards:marking"))
