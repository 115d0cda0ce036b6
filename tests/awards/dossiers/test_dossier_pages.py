"""The entrant's pages: from the edition's page to the receipt, strangers, bad input, two writers, cost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from awards.enums import NominationState
from awards.models import AwardPage, Nomination
from portal.accounts.models import User
from tests import worlds
from tests.factories import awards as factory
from tests.factories import dossiers as make
from tests.factories import exhibitors
from tests.forms import sent

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
OWN = (
    ("dossier", []),
    ("dossier-basics", []),
    ("dossier-submit", []),
    ("dossier-withdraw", []),
    ("dossier-people", []),
)


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    page = factory.make_open(site, factory.make_secretary(site))
    person = exhibitors.make_person(full_name="Trần Thị Tác Giả")
    return {"page": page, "person": person, "draft": make.start(page, person)}


@pytest.fixture
def page(world: dict[str, Any]) -> AwardPage:
    return world["page"]


@pytest.fixture
def person(world: dict[str, Any]) -> User:
    return world["person"]


@pytest.fixture
def draft(world: dict[str, Any]) -> Nomination:
    return world["draft"]


@pytest.fixture
def own(client: Client, person: User) -> Client:
    client.force_login(person, backend=BACKEND)
    return client


def url(name: str, draft: Nomination, *args: Any) -> str:
    return reverse(f"awards:{name}", args=[draft.public_id, *args])


def test_the_whole_way_from_the_edition_to_the_receipt(own: Client, page: AwardPage) -> None:
    start = reverse("awards:dossier-new", args=[page.translation_key])
    assert start in own.get(page.url or "").content.decode()
    shown = own.get(start)
    category = make.rules_of(page).categories[0].code
    answer = own.post(
        start, sent(shown.context["form"], category_code=category, title="Nồi hơi", summary="Tiết kiệm than.")
    )
    made = Nomination.objects.get(title="Nồi hơi")
    assert answer.status_code == 302
    assert answer.url == url("dossier", made)  # type: ignore[attr-defined]  # a redirect
    assert made.nominee_name == "Trần Thị Tác Giả"
    for kept in made.answers.all():
        address = url("dossier-answer", made, kept.key)
        form = own.get(address).context["form"]
        assert own.post(address, sent(form, text="Có số liệu.")).status_code == 302
    for document in make.rules_of(page).documents:
        address = url("dossier-document", made, document.key)
        for which in ("file", "twin") if document.anonymise else ("file",):
            if document.required:
                assert own.post(address, {"which": which, "file": make.pdf()}).status_code == 302
    overview = own.get(url("dossier", made)).content.decode()
    assert url("dossier-submit", made) in overview
    unsure = own.post(url("dossier-submit", made), {})
    assert unsure.context["form"].errors["agree"]
    assert own.post(url("dossier-submit", made), {"agree": "on"}).status_code == 302
    made.refresh_from_db()
    assert made.state == NominationState.SUBMITTED
    handed_in = own.get(url("dossier", made)).content.decode()
    assert url("dossier-basics", made) not in handed_in
    assert own.get(url("dossier-basics", made)).status_code == 404
    kept_file = made.files.all()[0]
    assert b"".join(own.get(url("dossier-file", made, kept_file.pk)).streaming_content) == make.PDF  # type: ignore[attr-defined]


def test_every_page_in_both_languages(own: Client, page: AwardPage, draft: Nomination) -> None:
    rules = make.rules_of(page)
    parts = (
        *OWN,
        ("dossier-answer", [rules.criteria[0].key]),
        ("dossier-document", [next(one.key for one in rules.documents if one.anonymise)]),
    )
    for language in ("vi", "en"):
        with translation.override(language):
            addresses = [url(name, draft, *args) for name, args in parts]
            addresses += [reverse("awards:dossiers"), reverse("awards:dossier-new", args=[page.translation_key])]
        for address in addresses:
            assert own.get(address).status_code == 200, address


def test_who_goes_on_to_the_next_criterion_reads_that_the_answer_is_saved(
    own: Client, page: AwardPage, draft: Nomination
) -> None:
    first = url("dossier-answer", draft, make.rules_of(page).criteria[0].key)
    form = own.get(first).context["form"]
    after = own.post(first, sent(form, text="Có số liệu.") | {"action": "next"}, follow=True)
    assert after.redirect_chain[0][0] == url("dossier-answer", draft, make.rules_of(page).criteria[1].key)
    assert "Đã lưu." in after.content.decode()


def test_strangers_find_nothing_and_nobody_without_signing_in(
    client: Client, page: AwardPage, draft: Nomination
) -> None:
    key = make.rules_of(page).criteria[0].key
    addresses = [url(name, draft, *args) for name, args in (*OWN, ("dossier-answer", [key]), ("dossier-file", [1]))]
    for address in addresses:
        assert client.get(address).status_code == 302
    client.force_login(exhibitors.make_person(), backend=BACKEND)
    for address in addresses:
        assert client.get(address).status_code == 404
        assert client.post(address, {"agree": "on"}).status_code in {404, 405}
    assert client.post(url("dossier-take-up", draft)).status_code == 404
    assert client.post(url("dossier-person-remove", draft, 1)).status_code == 404
    assert draft.title not in client.get(reverse("awards:dossiers")).content.decode()


def test_the_secretariat_does_not_see_drafts(client: Client, site: Site, draft: Nomination) -> None:
    client.force_login(factory.make_secretary(site), backend=BACKEND)
    listing = reverse("wagtailsnippets_awards_nomination:list")
    assert draft.title not in client.get(listing).content.decode()
    assert client.get(reverse("wagtailsnippets_awards_nomination:edit", args=[draft.pk])).status_code == 404
    assert client.get(reverse("awards-move-nomination", args=[draft.pk])).status_code == 404
    Nomination.objects.filter(pk=draft.pk).update(state=NominationState.SUBMITTED)
    assert draft.title in client.get(listing).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 251}, "title"),
        ({"category_code": "golden"}, "category_code"),
        ({"nominee": "99999"}, "nominee"),
        ({"nominee": "other", "nominee_name": ""}, "nominee_name"),
        ({"nominee": "other", "nominee_email": "not one"}, "nominee_email"),
        ({"technology": "00000000-0000-0000-0000-000000000000"}, "technology"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_kept(
    own: Client, draft: Nomination, typed: dict[str, str], field: str
) -> None:
    form = own.get(url("dossier-basics", draft)).context["form"]
    answer = own.post(url("dossier-basics", draft), sent(form, **{"summary": "Chữ đã gõ", **typed}))
    assert answer.status_code == 200
    assert str(answer.context["form"].errors[field][0]) in answer.content.decode()
    assert "Chữ đã gõ" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.summary == "Tiết kiệm điện."


def test_two_writers_keep_what_each_changed(own: Client, draft: Nomination) -> None:
    address = url("dossier-basics", draft)
    first, second = (own.get(address).context["form"] for _time in range(2))
    assert own.post(address, sent(first, title="Tên mới")).status_code == 302
    assert own.post(address, sent(second, summary="Tóm tắt mới")).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.summary) == ("Tên mới", "Tóm tắt mới")
    third, fourth = (own.get(address).context["form"] for _time in range(2))
    own.post(address, sent(third, title="Của người thứ nhất"))
    told = own.post(address, sent(fourth, title="Của người thứ hai"))
    assert told.status_code == 200
    words = told.content.decode()
    assert "Của người thứ nhất" in words
    assert "Của người thứ hai" in words
    assert own.post(address, sent(told.context["form"])).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "Của người thứ hai"


def test_a_refused_file_is_told_beside_the_field(own: Client, page: AwardPage, draft: Nomination) -> None:
    address = url("dossier-document", draft, make.rules_of(page).documents[0].key)
    wrong = make.pdf()
    wrong.file.write(b"MZ")
    for data in ({"which": "file"}, {"which": "file", "file": wrong}):
        answer = own.post(address, data)
        assert answer.status_code == 200
        assert answer.context["form"].errors["file"]
    assert own.post(address, {"which": "file", "file": make.pdf()}).status_code == 302
    assert own.post(address, {"which": "file", "remove": "1"}).status_code == 302
    assert not draft.files.exists()


@pytest.mark.parametrize("number", [1, 6])
def test_the_list_costs_the_same_whatever_its_length(
    own: Client, page: AwardPage, person: User, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(number - 1):
        make.start(page, person, title=f"Hồ sơ {place}")
    address = reverse("awards:dossiers")
    own.get(address)
    with django_assert_max_num_queries(LIST_COST):
        content = own.get(address).content.decode()
    assert content.count("desk-row__title") == number


@pytest.mark.parametrize("is_full", [False, True])
def test_a_dossier_costs_the_same_empty_and_full(
    own: Client,
    world: dict[str, Any],
    draft: Nomination,
    is_full: bool,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    if is_full:
        make.complete(world["page"], draft, world["person"])
    own.get(url("dossier", draft))
    with django_assert_max_num_queries(DOSSIER_COST):
        own.get(url("dossier", draft))


LIST_COST, DOSSIER_COST = 22, 26
