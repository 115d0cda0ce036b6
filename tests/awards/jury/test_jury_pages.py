"""A juror's pages: who gets which, from the invitation to the word on conflicts before a dossier."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from awards.editions.enums import EditionState
from awards.jury.domain import conflicts, jurors
from awards.models import Assignment, AwardEdition, Conflict, Juror
from portal.accounts import second_step
from portal.accounts.models import User
from portal.kernel import clock
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.factories import jury as jury_factory

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@worlds.standing
def world(site: Site) -> Any:
    secretary = factory.make_secretary(site)
    page = factory.make_open(site, User.objects.create_superuser("dieu-hanh-tr@example.org", full_name="Điều Hành"))
    return page, secretary


@pytest.fixture
def key(world: Any) -> Any:
    return world[0].translation_key


@pytest.fixture
def secretary(world: Any) -> User:
    return User.objects.get(pk=world[1].pk)


@pytest.fixture(autouse=True)
def _without_second_step(settings: Any) -> None:
    settings.ADMIN_SECOND_FACTOR = False


def at(key: Any, state: EditionState) -> None:
    AwardEdition.objects.filter(award_key=key).update(state=state)


def signed_in(person: Any) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person, backend=BACKEND)
    return client


def address(name: str, *args: Any, language: str = "vi") -> str:
    with translation.override(language):
        return reverse(f"awards:{name}", args=args)


def test_invited_person_signs_in_accepts_declares_and_looks_through_the_names(key: Any, secretary: User) -> None:
    place = exhibitors.make_organisation(name="Viện Cơ điện Thử")
    tied, other = jury_factory.eligible(key, organisation=place), jury_factory.eligible(key, nominee_name="Lê Thị Bông")
    jurors.invite(award_key=key, email="an@vien-vidu.vn", full_name="Nguyễn Văn An", by=secretary, now=clock.now())
    url = next(line for line in mail.outbox[-1].body.splitlines() if "/loi-moi/" in line).removeprefix(
        "http://testserver"
    )
    stranger = signed_in(None).get(url)
    assert reverse("account_login") in stranger.content.decode()
    assert "no-store" in stranger["Cache-Control"]
    other_person = signed_in(exhibitors.make_person()).post(url, {"answer": "accept"})
    assert other_person.status_code == 200
    client = signed_in(exhibitors.make_person("an@vien-vidu.vn"))
    assert client.get(url).status_code == 200
    assert client.post(url, {"answer": "accept"})["Location"] == address("jury-edition", key)
    assert client.get(url).status_code == 404
    assert client.get(address("jury-conflicts", key))["Location"] == address("jury-declare", key)
    refused = client.post(address("jury-declare", key), {"affiliations": "Viện X"})
    assert refused.context["form"].errors["agree"]
    assert "Viện X" in refused.content.decode()
    done = client.post(address("jury-declare", key), {"affiliations": "Viện X", "agree": "on"})
    assert done["Location"] == address("jury-conflicts", key)
    names = client.get(address("jury-conflicts", key))
    shown = names.content.decode()
    assert "Đã lưu cam kết của bạn." in shown
    assert "Viện Cơ điện Thử" in shown
    assert "Lê Thị Bông" in shown
    assert not any(one in shown for one in (tied.alias, other.alias, tied.title, other.title))
    party = next(one for one in names.context["parties"] if one.name == "Viện Cơ điện Thử")
    assert client.post(address("jury-conflicts", key), {"parties": [party.key]}).status_code == 302
    assert [one.nomination for one in Conflict.objects.all()] == [tied]
    assert Juror.objects.get(email="an@vien-vidu.vn").is_ready


def test_a_link_can_be_declined_without_an_account(key: Any, secretary: User) -> None:
    jurors.invite(award_key=key, email="an@vien-vidu.vn", full_name="An", by=secretary, now=clock.now())
    url = next(line for line in mail.outbox[-1].body.splitlines() if "/loi-moi/" in line).removeprefix(
        "http://testserver"
    )
    # One press does not do it: the page asks first.
    assert 'value="decline"' not in signed_in(None).get(url).content.decode()
    assert 'value="decline"' in signed_in(None).get(f"{url}?decline").content.decode()
    assert signed_in(None).post(url, {"answer": "decline"}).status_code == 200
    assert signed_in(None).get(url).status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_answers_its_juror_and_nobody_else(key: Any, secretary: User, language: str) -> None:
    dossier = jury_factory.eligible(key)
    clean, conflicted, reserve = (jury_factory.make_juror(key) for _number in range(3))
    undeclared = jury_factory.make_juror(key, declared=False)
    elsewhere = jury_factory.make_juror(factory_other(key))
    jury_factory.give(clean, dossier, confirmed=False)
    jury_factory.give(conflicted, dossier, confirmed=False)
    jury_factory.give(undeclared, dossier, confirmed=False)
    at(key, EditionState.SCORING)
    conflicts.declare(juror=conflicted, nomination=dossier, reason="x", by=conflicted.user, now=clock.now())
    Assignment.objects.filter(juror=reserve).delete()
    seats = [address(name, key, language=language) for name in ("jury-edition", "jury-declare", "jury-conflicts")]
    opened = address("jury-dossier", dossier.public_id, language=language)
    for person, has_seat, has_dossier in (
        (clean.user, True, True),
        (conflicted.user, True, False),
        (reserve.user, True, False),
        (undeclared.user, True, False),
        (elsewhere.user, False, False),
        (secretary, False, False),
        (exhibitors.make_person(), False, False),
    ):
        client = signed_in(person)
        answers = {url: client.get(url).status_code for url in seats}
        assert set(answers.values()) <= ({200, 302} if has_seat else {404}), (person, answers)
        assert client.get(opened).status_code == (200 if has_dossier else 404), person
        assert client.post(opened, {"answer": "maybe"}).status_code == 404
        assert client.get(address("jury", language=language)).status_code == 200
    for url in (*seats, opened, address("jury", language=language)):
        assert "/login/?next=" in signed_in(None).get(url)["Location"]


def factory_other(key: Any) -> Any:
    """Return another edition with the same rules."""
    rules = AwardEdition.objects.get(award_key=key)
    made = AwardEdition.objects.create(
        award_key="00000000-0000-4000-8000-000000000007",
        state=rules.state,
        rules=rules.rules,
        rules_digest=rules.rules_digest,
        opened_at=rules.opened_at,
    )
    return made.award_key


def test_dossier_is_confirmed_or_given_away_by_its_juror(key: Any) -> None:
    dossier = jury_factory.eligible(key)
    first, second, third, fourth = (jury_factory.make_juror(key) for _number in range(4))
    for juror in (first, second, third):
        jury_factory.give(juror, dossier, confirmed=False)
    at(key, EditionState.SCORING)
    url = address("jury-dossier", dossier.public_id)
    page = signed_in(first.user).get(url).content.decode()
    assert dossier.alias in page
    assert dossier.nominee_name not in page
    assert dossier.title not in page
    assert signed_in(first.user).post(url, {"answer": "confirm"}).status_code == 302
    assert Assignment.objects.get(juror=first).state == "confirmed"
    unsure = signed_in(second.user).post(url, {"answer": "conflict", "reason": "Cùng cơ quan"})
    assert "Cùng cơ quan" in unsure.content.decode()
    assert Assignment.objects.get(juror=second).state == "given"
    told = {"answer": "conflict", "reason": "Cùng cơ quan", "sure": "on"}
    assert signed_in(second.user).post(url, told).status_code == 302
    assert Assignment.objects.get(juror=fourth).state == "given"
    assert signed_in(second.user).get(url).status_code == 404
    assert signed_in(first.user).post(url, {"answer": "conflict", "sure": "on"}).status_code == 302
    assert signed_in(first.user).get(url).status_code == 404


def test_who_serves_needs_a_second_step_and_others_are_not_asked(key: Any, settings: Any) -> None:
    settings.ADMIN_SECOND_FACTOR = True
    juror = jury_factory.make_juror(key)
    url = address("jury-edition", key)
    led = signed_in(juror.user).get(url)["Location"]
    assert led.startswith(reverse("second-step"))
    page = signed_in(juror.user).get(led).content.decode()
    assert reverse("mfa_activate_totp") in page
    Authenticator.objects.create(user=juror.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert signed_in(juror.user).get(url)["Location"].startswith(reverse("mfa_reauthenticate"))
    app = Authenticator.objects.get()
    assert not second_step.SecondStepAdapter().can_delete_authenticator(app)
    assert signed_in(exhibitors.make_person()).get(url).status_code == 404
    at(key, EditionState.CLOSED)
    assert second_step.SecondStepAdapter().can_delete_authenticator(app)


def test_lists_ask_as_often_for_many_as_for_few(key: Any) -> None:
    juror = jury_factory.make_juror(key)
    client = signed_in(juror.user)

    def asked(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    def give(count: int) -> None:
        for number in range(count):
            jury_factory.give(juror, jury_factory.eligible(key), confirmed=bool(number % 2))

    urls = [address("jury"), address("jury-edition", key), address("jury-conflicts", key)]
    give(2)
    few = [asked(url) for url in urls]
    give(6)
    assert [asked(url) for url in urls] == few
