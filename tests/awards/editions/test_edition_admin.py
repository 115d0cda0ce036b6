"""The secretariat's pages: what is missing, opening, steps, amendments with a look at the difference, new editions."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Page, Site

from awards.editions.domain import steps
from awards.editions.enums import EditionState, Preset
from awards.models import AwardEdition, AwardPage, EditionAmendment, EditionSecretary
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.kernel.languages import Language
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.forms import sent

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def secretary(site: Site) -> User:
    return factory.make_secretary(site)


@pytest.fixture
def desk(client: Client, secretary: User) -> Client:
    client.force_login(secretary, backend=BACKEND)
    return client


def address(name: str, page: AwardPage) -> str:
    return reverse(f"awards-edition{name}", args=[page.translation_key])


def test_panel_and_page_lead_to_opening_and_then_to_amending(site: Site, desk: Client, secretary: User) -> None:
    page = factory.make_ready(site, secretary)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert address("", page) in desk.get(edit).content.decode()
    content = desk.get(address("", page)).content.decode()
    assert address("-open", page) in content
    assert desk.post(address("-open", page)).status_code == 302
    edition = AwardEdition.objects.get()
    assert edition.state == EditionState.OPEN
    content = desk.get(address("", page)).content.decode()
    assert edition.rules_digest in content
    assert address("-open", page) not in content
    assert address("-amend", page) in desk.get(edit).content.decode()


def test_what_is_missing_is_listed_and_the_call_stays_closed(site: Site, desk: Client) -> None:
    page = factory.make_award(factory.make_index(site))
    answer = desk.get(address("", page))
    found = answer.context["desk"].readiness.faults
    assert len(found) > 3
    assert all(str(fault.sentence) in answer.content.decode() for fault in found)
    assert address("-open", page) not in answer.content.decode()
    assert desk.post(address("-open", page)).status_code == 302
    assert not AwardEdition.objects.filter(rules__isnull=False).exists()


def test_forms_with_days_bring_what_their_picker_runs_on(site: Site, desk: Client, secretary: User) -> None:
    page = factory.make_open(site, secretary)
    for url in (reverse("awards-edition-new", args=[page.get_parent().pk]), address("-amend", page)):
        content = desk.get(url).content.decode()
        assert "initDateChooser" in content
        assert "wagtailadmin/js/date-time-chooser.js" in content


def test_get_opens_nothing(site: Site, desk: Client, secretary: User) -> None:
    page = factory.make_ready(site, secretary)
    assert desk.get(address("-open", page)).status_code == 405
    desk.get(address("", page), {"to": "cancelled", "reason": "x"})
    assert not AwardEdition.objects.exists()


def test_steps_are_explained_beside_the_field_and_what_was_typed_stays(
    site: Site, desk: Client, secretary: User
) -> None:
    page = factory.make_open(site, secretary)
    early = desk.post(address("", page), {"to": "screening", "reason": "Lý do đã gõ"})
    assert early.context["form"].errors["to"]
    assert "Lý do đã gõ" in early.content.decode()
    assert desk.post(address("", page), {"to": "scoring"}).context["form"].errors["to"]
    assert desk.post(address("", page), {"to": "cancelled", "reason": " "}).context["form"].errors["reason"]
    assert AwardEdition.objects.get().state == EditionState.OPEN
    assert desk.post(address("", page), {"to": "cancelled", "reason": "Bão."}).status_code == 302
    assert AwardEdition.objects.get().state == EditionState.CANCELLED
    content = desk.get(address("", page)).content.decode()
    assert "Bão." in content
    assert desk.get(address("-amend", page)).status_code == 404


def amended(desk: Client, page: AwardPage, **changes: str) -> dict[str, Any]:
    form = desk.get(address("-amend", page)).context["form"]
    why = {"reason": "Bão lũ.", "reason_en": "Storms.", "legal_basis_of_change": "Thông báo số 2"}
    on = {name: "on" for name, field in form.fields.items() if field.initial is True}
    return sent(form) | on | why | changes


def test_difference_is_shown_first_and_only_that_is_confirmed(site: Site, desk: Client, secretary: User) -> None:
    page = factory.make_open(site, secretary)
    data = amended(desk, page, quorum="7", **{"criteria.novelty.title.vi": "Mới"})
    shown = desk.post(address("-amend", page), data | {"confirm": "1"})
    assert shown.status_code == 200
    assert not EditionAmendment.objects.exists()
    assert {(change.old, change.new) for change in shown.context["difference"]} == {("3", "7"), ("Tính mới", "Mới")}
    seen = shown.context["form"]["seen"].value()
    # Whoever types something else meanwhile looks at it first.
    other = desk.post(address("-amend", page), data | {"seen": seen, "quorum": "8", "confirm": "1"})
    assert other.status_code == 200
    assert not EditionAmendment.objects.exists()
    assert desk.post(address("-amend", page), data | {"seen": seen, "confirm": "1"}).status_code == 302
    assert EditionAmendment.objects.get().changes == {
        "criteria.novelty.title.vi": ["Tính mới", "Mới"],
        "quorum": [3, 7],
    }
    assert AwardPage.objects.get(pk=page.pk).quorum == 7
    assert "Bão lũ." in desk.get(address("", page)).content.decode()


def test_days_and_lists_are_read_as_people_write_them(site: Site, desk: Client, secretary: User) -> None:
    page = factory.make_open(site, secretary)
    ceremony = page.phases.get(kind="ceremony")
    day = ceremony.ends_on.replace(year=ceremony.ends_on.year + 1)
    data = amended(
        desk, page,
        **{"phases.ceremony.ends": day.strftime("%d/%m/%Y"), "documents.effects.formats": "pdf, PNG", "tie_breaks.1": "",
           "tie_breaks.2": ""},
    )  # fmt: skip
    shown = desk.post(address("-amend", page), data)
    assert shown.context["form"].errors == {}
    data["seen"] = shown.context["form"]["seen"].value()
    assert desk.post(address("-amend", page), data | {"confirm": "1"}).status_code == 302
    page = AwardPage.objects.get(pk=page.pk)
    assert page.phases.get(kind="ceremony").ends_on == day
    assert page.documents.get(key="effects").formats == "pdf, png"
    assert (page.second_tie_break, page.third_tie_break) == ("council-vote", "")


def test_bad_amendments_are_explained_and_kept(site: Site, desk: Client, secretary: User) -> None:
    page = factory.make_open(site, secretary)
    data = amended(desk, page, quorum="x", legal_basis_of_change="", **{"phases.call.ends": "31/02/2027"})
    form = desk.post(address("-amend", page), data).context["form"]
    assert set(form.errors) == {"quorum", "legal_basis_of_change", "phases.call.ends"}
    answer = desk.post(address("-amend", page), data)
    assert "31/02/2027" in answer.content.decode()
    nothing = desk.post(address("-amend", page), amended(desk, page))
    assert nothing.context["form"].non_field_errors()
    data = amended(desk, page, **{"criteria.novelty.weight": "30"})
    data["seen"] = desk.post(address("-amend", page), data).context["form"]["seen"].value()
    faulty = desk.post(address("-amend", page), data | {"confirm": "1"})
    assert "105" in str(faulty.context["form"].non_field_errors())
    assert not EditionAmendment.objects.exists()


def test_what_is_closed_is_switched_off_and_stays(site: Site, desk: Client, secretary: User) -> None:
    page = factory.make_open(site, secretary)
    data = amended(desk, page, **{"criteria.novelty.weight": "30", "criteria.effect.weight": "33", "quorum": "9"})
    AwardEdition.objects.update(state=EditionState.SCORING)
    answer = desk.post(address("-amend", page), data)
    assert answer.context["form"].fields["criteria.novelty.weight"].disabled
    assert not answer.context["difference"]
    assert not EditionAmendment.objects.exists()


def test_strangers_and_other_secretaries_find_nothing(site: Site, client: Client, secretary: User) -> None:
    page = factory.make_open(site, secretary)
    EditionSecretary.objects.create(award_key=page.translation_key, user=secretary)
    stranger = exhibitors.make_person()
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    for person in (stranger, factory.make_secretary(site)):
        client.force_login(person, backend=BACKEND)
        for name in ("", "-amend"):
            assert client.get(address(name, page)).status_code == 404
            assert client.post(address(name, page), {"to": "cancelled", "reason": "x"}).status_code == 404
        assert client.post(address("-open", page)).status_code == 404
    assert Client().get(address("", page)).status_code == 302
    assert AwardEdition.objects.get().state == EditionState.OPEN
    client.force_login(secretary, backend=BACKEND)
    unknown = reverse("awards-edition", args=[factory.make_index(site).translation_key])
    assert client.get(unknown).status_code == 404


def test_new_edition_from_a_preset_is_a_draft_in_both_languages(site: Site, desk: Client) -> None:
    index = factory.make_index(site)
    url = reverse("awards-edition-new", args=[index.pk])
    assert url in desk.get(reverse("wagtailadmin_explore", args=[index.pk])).content.decode()
    data = {
        "preset": Preset.RECOGNITION,
        "title": "Ghi nhận",
        "title_en": "Recognition",
        "year": "2027",
        "call_from": "1/3/2027",
    }
    refused = desk.post(url, data | {"call_from": "31/02/2027", "title_en": ""})
    assert set(refused.context["form"].errors) == {"call_from", "title_en"}
    assert "31/02/2027" in refused.content.decode()
    assert not AwardPage.objects.exists()
    assert desk.post(url, data).status_code == 302
    pages = AwardPage.objects.order_by("locale__language_code")
    assert [(page.title, page.live, page.criteria.count()) for page in pages] == [
        ("Recognition", False, 3),
        ("Ghi nhận", False, 3),
    ]
    assert desk.get(reverse("wagtailadmin_pages:edit", args=[pages[1].pk])).status_code == 200


def test_new_edition_stands_below_lists_and_programmes_only_and_is_the_secretariats(
    site: Site, desk: Client, client: Client
) -> None:
    award = factory.make_award(factory.make_index(site))
    for pk in (award.pk, site.root_page_id, 99999):
        assert desk.get(reverse("awards-edition-new", args=[pk])).status_code == 404
    stranger = exhibitors.make_person()
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger, backend=BACKEND)
    index = factory.make_index(site)
    assert client.post(reverse("awards-edition-new", args=[index.pk])).status_code == 404


def test_desk_costs_the_same_with_one_step_and_many(
    site: Site, desk: Client, secretary: User, django_assert_max_num_queries: Any
) -> None:
    page = factory.make_open(site, secretary)
    edition = AwardEdition.objects.get()
    desk.get(address("", page))
    with django_assert_max_num_queries(60) as first:
        desk.get(address("", page))
    for _number in range(5):
        edition.steps.create(at=clock.now(), by=secretary, from_state="open", to_state="open")
    with django_assert_max_num_queries(60) as second:
        desk.get(address("", page))
    assert len(first) == len(second)


def test_an_edition_under_way_is_not_deleted_nor_what_it_stands_below(
    site: Site, desk: Client, client: Client, secretary: User
) -> None:
    page = factory.make_open(site, secretary)
    client.force_login(User.objects.create_superuser("dieu-hanh@example.org"), backend=BACKEND)
    for pk in (page.pk, factory.make_index(site).pk):
        assert client.post(reverse("wagtailadmin_pages:delete", args=[pk])).status_code == 302
    many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{many}?id={page.pk}")
    assert AwardPage.objects.filter(pk=page.pk).exists()
    AwardEdition.objects.update(state=EditionState.CLOSED)
    assert client.post(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 302
    assert not AwardPage.objects.filter(pk=page.pk).exists()


def test_an_edition_under_way_is_not_deleted_by_any_way(site: Site, secretary: User) -> None:
    page = factory.make_open(site, secretary)
    for one in (page, factory.english_of(page), factory.make_index(site), Page.objects.get(pk=page.pk)):
        with pytest.raises(errors.DomainError), transaction.atomic():
            one.delete()
    assert AwardPage.objects.count() == 2
    AwardEdition.objects.update(state=EditionState.CLOSED)
    AwardPage.objects.get(pk=page.pk).delete()
    assert AwardPage.objects.count() == 1


def test_panel_of_an_edition_cancelled_before_its_opening_promises_no_fixed_rules(
    site: Site, desk: Client, secretary: User
) -> None:
    page = factory.make_ready(site, secretary)
    steps.move_edition(
        award_key=page.translation_key, to=EditionState.CANCELLED, by=secretary, now=clock.now(), reason="Thôi."
    )
    content = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert address("", page) in content
    for language in Language:
        with translation.override(language):
            assert gettext("The rules are fixed; they are changed by an amendment only.") not in content
