"""Who looks after an edition: named by operators, told in the page's history, and the only ones who edit its page."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageLogEntry, Site

from awards import permissions
from awards.editions import queries
from awards.editions.domain import secretaries
from awards.models import AwardIndexPage, AwardPage, EditionSecretary
from portal.accounts.models import User
from portal.kernel import clock, errors
from tests.factories import awards as factory
from tests.factories import dossiers, exhibitors

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def operator(db: None) -> User:
    return User.objects.create_superuser("dieu-hanh@example.org", full_name="Điều Hành")


@pytest.fixture
def page(site: Site, operator: User) -> AwardPage:
    return factory.make_ready(site, operator)


def name(page: AwardPage, by: User | None, *people: User) -> None:
    secretaries.name_secretaries(award_key=page.translation_key, people=people, by=by, now=clock.now())


def named(page: AwardPage) -> set[int]:
    return set(EditionSecretary.objects.filter(award_key=page.translation_key).values_list("user_id", flat=True))


def address(page: AwardPage) -> str:
    return reverse("awards-edition-secretaries", args=[page.translation_key])


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def test_operators_name_and_take_out_and_the_history_of_both_pages_tells_it(
    site: Site, page: AwardPage, operator: User
) -> None:
    first, second = factory.make_secretary(site), factory.make_secretary(site)
    desk = signed_in(operator)
    form = desk.get(address(page)).context["form"]
    assert set(form.fields["people"].queryset) == {first, second}
    assert desk.post(address(page), {"people": [first.pk, second.pk]}).status_code == 302
    assert named(page) == {first.pk, second.pk}
    assert set(desk.get(address(page)).context["form"]["people"].value()) == {first.pk, second.pk}
    assert desk.post(address(page), {"people": [second.pk]}).status_code == 302
    assert named(page) == {second.pk}
    rows = PageLogEntry.objects.filter(action=secretaries.LOG_ACTION)
    assert rows.count() == 4
    assert first.full_name in rows[0].message
    assert desk.post(address(page), {}).status_code == 302
    assert named(page) == set()


def test_naming_the_same_people_again_is_no_event(site: Site, page: AwardPage, operator: User) -> None:
    person = factory.make_secretary(site)
    for _time in range(2):
        name(page, operator, person)
    assert PageLogEntry.objects.filter(action=secretaries.LOG_ACTION).count() == 2


def test_only_people_of_the_secretariat_are_named_and_who_left_it_can_be_taken_out(
    site: Site, page: AwardPage, operator: User
) -> None:
    with pytest.raises(errors.DomainError) as caught:
        name(page, operator, exhibitors.make_person())
    assert caught.value.field == "people"
    stranger = exhibitors.make_person()
    refused = signed_in(operator).post(address(page), {"people": [stranger.pk]})
    assert refused.context["form"].errors["people"]
    person = factory.make_secretary(site)
    name(page, operator, person)
    person.groups.clear()
    choices = queries.secretary_choices(page.translation_key)
    assert (list(choices.rows), choices.named) == ([person], (person.pk,))
    name(page, operator)
    assert named(page) == set()


def test_the_secretariat_itself_and_strangers_name_nobody_without_the_right(
    site: Site, page: AwardPage, operator: User
) -> None:
    secretary = factory.make_secretary(site)
    for person in (None, exhibitors.make_person(), secretary):
        with pytest.raises(errors.NotAllowedError):
            name(page, person, secretary)
    assert signed_in(secretary).get(address(page)).status_code == 404
    assert signed_in(secretary).post(address(page), {"people": [secretary.pk]}).status_code == 404
    secretary.user_permissions.add(Permission.objects.get(codename="change_editionsecretary"))
    chief = User.objects.get(pk=secretary.pk)
    assert permissions.can_name_secretaries(chief)
    assert signed_in(chief).post(address(page), {"people": [chief.pk]}).status_code == 302
    assert named(page) == {chief.pk}
    unknown = reverse("awards-edition-secretaries", args=[factory.make_index(site).translation_key])
    assert signed_in(operator).get(unknown).status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_others_of_the_secretariat_do_not_touch_the_page_of_an_edition_with_secretaries(
    site: Site, page: AwardPage, operator: User, language: str
) -> None:
    own, other = factory.make_secretary(site), factory.make_secretary(site)
    one = page if language == "vi" else factory.english_of(page)
    home = reverse("wagtailadmin_home")
    edit = reverse("wagtailadmin_pages:edit", args=[one.pk])
    assert signed_in(other).get(edit).status_code == 200
    name(page, operator, own)
    for person, may in ((own, True), (other, False), (operator, True)):
        client = signed_in(person)
        for action in ("edit", "delete", "unpublish"):
            answer = client.get(reverse(f"wagtailadmin_pages:{action}", args=[one.pk]))
            assert (answer.status_code == 200) is may, (person, action)
            assert may or answer.url == home  # type: ignore[attr-defined]  # Wagtail leads those who may not to its front
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={one.pk}"
    assert signed_in(other).post(bulk).status_code == 404
    above = reverse("wagtailadmin_pages:delete", args=[one.get_parent().pk])
    signed_in(other).post(above)
    assert signed_in(other).post(edit, {"title": "Cướp", "action-publish": "1"}).status_code == 302
    fresh = AwardPage.objects.get(pk=one.pk)
    assert (fresh.live, fresh.title) == (True, one.title)
    neighbour = factory.make_award(factory.make_index(site))
    assert signed_in(other).get(reverse("wagtailadmin_pages:edit", args=[neighbour.pk])).status_code == 200


def test_list_of_editions_asks_once_who_looks_after_them(site: Site, page: AwardPage, operator: User) -> None:
    own, other = factory.make_secretary(site), factory.make_secretary(site)
    name(page, operator, own)
    index = AwardIndexPage.objects.get(pk=factory.make_index(site).pk)
    client = signed_in(other)
    url = reverse("wagtailadmin_explore", args=[index.pk])

    def asked() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return sum("awards_editionsecretary" in one["sql"] and 'award_key" =' not in one["sql"] for one in caught)

    few = asked()
    for _number in range(3):
        factory.make_award(index)
    assert asked() == few == 1


def test_others_of_the_secretariat_find_no_nomination_of_an_edition_with_secretaries(
    site: Site, page: AwardPage, operator: User
) -> None:
    opened = factory.make_open(site, operator)
    made = factory.submit(
        opened,
        category_code=dossiers.rules_of(opened).categories[0].code,
        title="Tenkinxa",
        nominee_name="Danhkinxa",
        now=clock.now(),
    )
    own, other = factory.make_secretary(site), factory.make_secretary(site)
    name(opened, operator, own)
    name(page, operator, other)
    views = [f"wagtailsnippets_awards_nomination:{one}" for one in ("list", "list_results")]
    ones = [f"wagtailsnippets_awards_nomination:{one}" for one in ("edit", "usage", "history", "history_results")]
    choosers = [f"wagtailsnippetchoosers_awards_nomination:{one}" for one in ("choose", "choose_results")]
    entered = exhibitors.make_person()
    entered.user_permissions.add(Permission.objects.get(codename="access_admin"))
    for person, may in ((own, True), (operator, True), (other, False), (entered, False)):
        client = signed_in(person)
        for list_of_all in (*views, *choosers):
            assert (made.title in client.get(reverse(list_of_all)).content.decode()) is may, (person, list_of_all)
        for one in ones:
            answer = client.get(reverse(one, args=[made.pk]))
            assert (answer.status_code == 200) is may, (person, one)
            assert may or made.nominee_name not in answer.content.decode()
        chosen = reverse("wagtailsnippetchoosers_awards_nomination:chosen", args=[made.pk])
        assert (client.get(chosen).status_code == 200) is may, person
        several = reverse("wagtailsnippetchoosers_awards_nomination:chosen_multiple")
        assert (made.title in client.get(f"{several}?id={made.pk}").content.decode()) is may, person
    export = signed_in(other).get(reverse(views[0]) + "?export=csv")
    assert "Danhkinxa" not in b"".join(export.streaming_content).decode()  # type: ignore[attr-defined]  # a file
