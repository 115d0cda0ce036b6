"""Terms and places: loading, choices by language and day, and what the database refuses."""

import tomllib
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.accounts.models import User
from portal.vocabularies import queries
from portal.vocabularies.domain import loading
from portal.vocabularies.enums import PlaceLevel, VocabularyCode
from portal.vocabularies.models import AdministrativeUnit, OfficialTerm, Term

pytestmark = pytest.mark.django_db


KINDS = (Term, AdministrativeUnit, OfficialTerm)


def rows() -> list[list[Any]]:
    return [list(kind.objects.order_by("pk").values_list()) for kind in KINDS]


def test_loading_twice_changes_nothing() -> None:
    number = loading.load_all()
    once = rows()
    assert all(once)
    assert loading.load_all() == number == sum(len(part) for part in once)
    assert rows() == once


def test_loading_mends_words_and_leaves_what_operators_added() -> None:
    loading.load_all()
    term = Term.objects.filter(vocabulary=VocabularyCode.FIELD)[0]
    words = term.label_vi
    Term.objects.filter(pk=term.pk).update(label_vi="Sai")
    AdministrativeUnit.objects.create(code="phuong-moi", level="commune", name_vi="Phường Mới", name_en="Mới ward")
    official = OfficialTerm.objects.all()[0]
    english = official.english
    OfficialTerm.objects.filter(pk=official.pk).update(english="Wrong")
    OfficialTerm.objects.create(vietnamese="Ban Mới", english="New Board")
    loading.load_all()
    term.refresh_from_db()
    official.refresh_from_db()
    assert (term.label_vi, official.english) == (words, english)
    assert AdministrativeUnit.objects.filter(code="phuong-moi").exists()
    assert OfficialTerm.objects.filter(vietnamese="Ban Mới").exists()


def test_every_entry_is_complete_in_both_languages() -> None:
    loading.load_all()
    for vocabulary in VocabularyCode:
        terms = Term.objects.filter(vocabulary=vocabulary)
        assert terms.count() >= 3, vocabulary
        assert all(term.label_vi.strip() and term.label_en.strip() and term.source for term in terms)
        assert all(bool(term.note_vi) == bool(term.note_en) for term in terms)
        for language in ("label_vi", "label_en"):
            labels = terms.values_list(language, flat=True)
            assert len(set(labels)) == len(labels), vocabulary
    assert all(unit.name_vi and unit.name_en for unit in AdministrativeUnit.objects.all())
    assert all(term.vietnamese.strip() and term.english.strip() for term in OfficialTerm.objects.all())


def test_every_parent_and_successor_of_the_data_is_found() -> None:
    loading.load_all()
    with (loading.DATA / "places.toml").open("rb") as file:
        entries = tomllib.load(file)["units"]
    for entry in entries:
        unit = queries.place(entry["code"])
        assert (unit.parent.code if unit.parent else None) == entry.get("parent")
        assert (unit.replaced_by.code if unit.replaced_by else None) == entry.get("replaced_by")


def test_every_vocabulary_has_a_file_and_every_file_a_vocabulary() -> None:
    assert {path.stem for path in loading.DATA.glob("*.toml")} == {
        *VocabularyCode.values,
        "places",
        "former-districts",
        "official-terms",
    }


def test_ended_districts_are_not_offered() -> None:
    loading.load_all()
    codes = {code for code, _name in queries.place_choices()}
    districts = AdministrativeUnit.objects.filter(level=PlaceLevel.DISTRICT)
    assert districts.exists()
    assert all(unit.valid_until == date(2025, 6, 30) for unit in districts)
    assert not codes & set(districts.values_list("code", flat=True))
    assert {"bac-ninh", "phuong-kinh-bac"} <= codes
    assert not {"bac-ninh-1997", "bac-giang-1997"} & codes


@pytest.mark.parametrize(("day", "old", "new"), [(date(2025, 6, 30), True, False), (date(2025, 7, 1), False, True)])
def test_the_province_changes_on_the_first_of_july(day: date, old: bool, new: bool) -> None:
    loading.load_all()
    valid = set(AdministrativeUnit.objects.valid_on(day).values_list("code", flat=True))  # type: ignore[attr-defined]
    for code, wanted in (("bac-giang-1997", old), ("huyen-yen-phong", old), ("bac-ninh", new)):
        assert (code in valid) is wanted
        assert queries.place(code).is_valid_on(day) is wanted


def test_choices_speak_the_active_language_and_keep_their_order() -> None:
    loading.load_all()
    vietnamese = queries.term_choices(VocabularyCode.ORGANISATION_ROLE)
    with translation.override("en"):
        english = queries.term_choices(VocabularyCode.ORGANISATION_ROLE)
        assert str(queries.term(VocabularyCode.ORGANISATION_ROLE, "exhibitor")) == "Exhibitor"
    assert vietnamese[0] == ("exhibitor", "Đơn vị giới thiệu công nghệ")
    assert english[0] == ("exhibitor", "Exhibitor")
    assert [code for code, _words in vietnamese] == [code for code, _words in english]


def test_ended_terms_are_not_offered_but_stay() -> None:
    loading.load_all()
    Term.objects.filter(vocabulary=VocabularyCode.AUDIENCE, code="farmers").update(valid_until=date(2026, 1, 1))
    assert "farmers" not in dict(queries.term_choices(VocabularyCode.AUDIENCE))
    assert queries.term(VocabularyCode.AUDIENCE, "farmers").label == "Nông dân, hợp tác xã"


def test_choices_are_read_once_and_again_after_loading(django_assert_num_queries: Any) -> None:
    loading.load_all()
    with django_assert_num_queries(2):
        for _time in range(3):
            queries.term_choices(VocabularyCode.FIELD)
            queries.place_choices()
    Term.objects.filter(vocabulary=VocabularyCode.FIELD).update(label_vi="Sai")
    AdministrativeUnit.objects.filter(code="bac-ninh").update(name_vi="Sai")
    loading.load_all()
    assert "Sai" not in dict(queries.term_choices(VocabularyCode.FIELD)).values()
    assert dict(queries.place_choices())["bac-ninh"] == "Tỉnh Bắc Ninh"


def test_unknown_codes_are_refused() -> None:
    with pytest.raises(Term.DoesNotExist):
        queries.term(VocabularyCode.FIELD, "invented")
    with pytest.raises(AdministrativeUnit.DoesNotExist):
        queries.place("invented")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE vocabularies_term SET code = 'farmers' WHERE vocabulary = 'audience' AND code = 'public'",
        "UPDATE vocabularies_term SET valid_from = '2026-02-01', valid_until = '2026-01-01'",
        "UPDATE vocabularies_administrativeunit SET code = 'ha-noi' WHERE code = 'hai-phong'",
        "UPDATE vocabularies_administrativeunit SET valid_from = '2026-02-01', valid_until = '2026-01-01'",
    ],
)
def test_database_refuses_what_cannot_be(change: str) -> None:
    loading.load_all()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_command_says_how_many_there_are() -> None:
    said = StringIO()
    call_command("load_vocabularies", stdout=said)
    number = sum(kind.objects.count() for kind in KINDS)
    assert said.getvalue() == f"{number} terms and places are loaded.\n"


UNIT = {
    "code": "xa-moi",
    "level": "commune",
    "position": 99,
    "name_vi": "Xã Mới",
    "name_en": "Mới commune",
    "parent": "",
    "replaced_by": "",
    "valid_from": "01/07/2025",
    "valid_until": "",
}


def test_operator_adds_a_commune_that_is_offered_at_once(site: Any, admin_client: Client) -> None:
    assert queries.place_choices() == []
    url = reverse("wagtailsnippets_vocabularies_administrativeunit:add")
    assert admin_client.get(url).status_code == 200
    assert admin_client.post(url, UNIT).status_code == 302
    assert queries.place_choices() == [("xa-moi", "Xã Mới")]
    AdministrativeUnit.objects.get().delete()
    assert queries.place_choices() == []


def test_operator_reads_why_dates_are_refused(site: Any, admin_client: Client) -> None:
    url = reverse("wagtailsnippets_vocabularies_administrativeunit:add")
    answer = admin_client.post(url, {**UNIT, "valid_until": "30/06/2025"})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["valid_until"]
    assert "Xã Mới" in answer.content.decode()
    assert not AdministrativeUnit.objects.exists()


def test_visitors_and_exhibitors_edit_no_terms(site: Any, client: Client) -> None:
    url = reverse("wagtailsnippets_vocabularies_term:add")
    assert client.get(url).status_code == 302
    client.force_login(
        User.objects.create_user("chi.lan@example.org"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get(url).status_code == 302
    assert not Term.objects.exists()


def test_what_was_read_before_a_change_is_kept_for_nobody() -> None:
    term = Term.objects.create(vocabulary=VocabularyCode.FIELD, code="thu", label_vi="Trước", label_en="Before")

    def while_somebody_changes_it() -> list[str]:
        found = [term.label_vi]
        term.label_vi = "Sau"
        term.save()
        return found

    def words() -> list[str]:
        return list(Term.objects.filter(code="thu").values_list("label_vi", flat=True))

    assert queries._kept("thu", while_somebody_changes_it) == ["Trước"]
    assert queries._kept("thu", words) == ["Sau"]


def test_lists_are_read_anew_once_others_can_see_the_change(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        Term.objects.create(vocabulary=VocabularyCode.FIELD, code="thu", label_vi="Thử", label_en="Test")
        # Another process, which sees nothing of it yet, reads and keeps.
        queries._kept("thu", list)
    assert queries._kept("thu", lambda: ["thu"]) == ["thu"]
