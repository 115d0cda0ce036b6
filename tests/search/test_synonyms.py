"""Words that mean the same: kept by editors, in force at the next search, both ways."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel.languages import Language
from search import fillers, folding, promotions
from search.domain import abbreviations
from search.models import Abbreviation, PromotedResult, Synonym
from tests.factories import search as factory

Titles = Callable[[str], list[str]]


def test_new_row_works_both_ways_at_once_and_ends_at_once(titles: Titles) -> None:
    factory.index("Quạt thổi trấu", "Thiết bị tách vỏ")
    assert titles("tách vỏ") == ["Thiết bị tách vỏ"]
    row = Synonym.objects.create(words="thổi trấu, tách vỏ; bóc vỏ")
    assert set(titles("tách vỏ")) == set(titles("thoi trau")) == {"Quạt thổi trấu", "Thiết bị tách vỏ"}
    assert set(titles("bóc vỏ")) == {"Quạt thổi trấu", "Thiết bị tách vỏ"}
    assert titles("tách vỏ")[0] == "Thiết bị tách vỏ"
    row.words = "thổi trấu, sàng trấu"
    row.save()
    assert titles("tách vỏ") == ["Thiết bị tách vỏ"]
    row.delete()
    assert ("sang", "trau") not in abbreviations.expansions()[0]
    assert titles("sang trau") == ["Quạt thổi trấu"], "found for one of its words only"


@pytest.mark.django_db
def test_lists_that_another_process_read_before_the_commit_are_read_anew(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    abbreviations.expansions()
    promotions.for_words(("vay", "von"), Language.VIETNAMESE)
    with django_capture_on_commit_callbacks(execute=True):
        Synonym.objects.create(words="thổi trấu, tách vỏ")
        PromotedResult.objects.create(words="vay vốn", address="/vay-von/", title="Vay vốn")
        abbreviations.expansions()
        promotions.for_words(("vay", "von"), Language.VIETNAMESE)
        kept = [name for name in _names() if name in cache]
        assert len(kept) == len(_names())
    assert [name for name in _names() if name in cache] == []


def _names() -> list[str]:
    return ["search:meanings", f"search:promotions:{Language.VIETNAMESE}"]


def test_short_form_of_a_synonym_finds_the_others(titles: Titles) -> None:
    Abbreviation.objects.create(short="MBKNL", expansion="máy bay không người lái")
    Synonym.objects.get_or_create(words="máy bay không người lái, drone, flycam")
    factory.index("Drone phun thuốc", "Máy bay không người lái", "Thuê MBKNL")
    for typed in ("mbknl", "drone", "flycam", "may bay khong nguoi lai"):
        assert set(titles(typed)) == {"Drone phun thuốc", "Máy bay không người lái", "Thuê MBKNL"}, typed


def test_unknown_words_of_two_rows_do_not_run_together(titles: Titles) -> None:
    Synonym.objects.create(words="alpha một, beta hai")
    Synonym.objects.create(words="beta hai, gamma ba")
    factory.index("Alpha một", "Gamma ba")
    assert titles("alpha một") == ["Alpha một"]


def test_long_rows_are_cut(titles: Titles) -> None:
    Synonym.objects.create(words=", ".join(f"từ{number}" for number in range(40)))
    of_folded, _accented = abbreviations.expansions()
    assert max(map(len, of_folded.values())) <= abbreviations.MOST_FORMS


@pytest.mark.parametrize("words", ["máy sấy", "máy sấy,, ,", "&, %", "Hoà, hòa", ""])
def test_row_with_one_form_is_refused(db: None, words: str) -> None:
    with pytest.raises(ValidationError):
        Synonym(words=words).full_clean()


def test_shipped_rows_are_loaded_once(db: None) -> None:
    before = abbreviations.load_shipped_synonyms(Synonym) + Synonym.objects.count()
    assert before > 15
    assert abbreviations.load_shipped_synonyms(Synonym) == 0
    for row in Synonym.objects.all():
        row.full_clean(validate_unique=False)


def test_editor_adds_a_row(client: Client, site: Site) -> None:
    client.force_login(User.objects.create_superuser(email="admin@example.org", password="x"))
    assert client.get(reverse("wagtailsnippets_search_synonym:list")).status_code == 200
    response = client.post(reverse("wagtailsnippets_search_synonym:add"), {"words": "máy ấp, lò ấp"})
    assert response.status_code == 302
    assert Synonym.objects.filter(words="máy ấp, lò ấp").exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("tôi muốn mua máy sấy tỏi ở đâu", "may say toi"),
        ("toi muon mua may say toi o dau", "may say toi"),
        ("máy sấy tỏi", "may say toi"),
        ("may say toi", "may say toi"),
        ("chợ công nghệ", "cho cong nghe"),
        ("cho tôi xem chợ công nghệ", "cho cong nghe"),
        ("ở đâu", "o dau"),
        ("where is the garlic dryer", "is garlic dryer"),
    ],
)
def test_talk_is_told_from_what_is_looked_for(typed: str, kept: str) -> None:
    folded, accented = folding.folded(typed), folding.accented(typed)
    places = fillers.kept(folded, accented if accented != folded else ())
    assert " ".join(folded[place] for place in places) == kept


def test_spoken_sentence_finds_what_it_is_about(titles: Titles) -> None:
    factory.index("Máy sấy tỏi", "Máy cày", "Mua bán công nghệ")
    assert titles("tôi muốn mua máy sấy tỏi ở đâu") == ["Máy sấy tỏi"]


def test_forms_of_english_words(titles: Titles) -> None:
    factory.index("Searching patents", "Dryers", "Companies", "Nghề giấy")
    assert titles("patent search") == ["Searching patents"]
    assert titles("dryer") == ["Dryers"]
    assert titles("company") == ["Companies"]
    assert titles("nghes") == [] or titles("nghes") == ["Nghề giấy"]


def test_command_adds_what_a_newer_version_ships_and_changes_nothing(shipped: None) -> None:
    Synonym.objects.create(words="lò vôi, lò nung vôi")
    Synonym.objects.filter(words__startswith="máy ảnh").delete()
    Abbreviation.objects.filter(short="MST").delete()
    own = set(Synonym.objects.values_list("pk", flat=True))
    out = io.StringIO()
    call_command("load_search_words", stdout=out)
    assert own < set(Synonym.objects.values_list("pk", flat=True))
    assert Synonym.objects.filter(words__startswith="máy ảnh").exists()
    assert Abbreviation.objects.filter(short="MST").exists()
    call_command("load_search_words", stdout=out)
    assert "0 abbreviations and 0 rows of synonyms" in out.getvalue().splitlines()[1]
