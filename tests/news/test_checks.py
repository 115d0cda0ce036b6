"""The checks of a story's Vietnamese: what they find, where, and that mending touches nothing else."""

import unicodedata
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from news.checking import findings, texts
from news.domain import checks
from news.domain.checks import Code, Finding, OldPlace, Severity, Text
from news.models import ArticleAudienceLead, ArticlePage
from portal.kernel import errors
from portal.kernel.languages import Language
from portal.vocabularies import former_districts
from portal.vocabularies import queries as vocabularies
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import AdministrativeUnit
from tests import worlds
from tests.factories import exhibitors, recordings, showcase
from tests.factories import news as factory
from tests.news.test_workflow import _form

NFD = unicodedata.normalize("NFD", "Thuỷ điện")
WRONG = "ð\u0256\u0189\u00d0"
LETTERS = st.text(
    alphabet=st.sampled_from("aăâoòóhHuyđĐdD,.;:!? \u00a0\t\n\u0300\u0301\u0323\u0335\u0336\u031b" + WRONG)
)


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


def codes(found: list[Finding]) -> list[Code]:
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    ("words", "mended"),
    [
        (NFD, "Thuỷ điện"),
        ("Công ty ðiện lực", "Công ty điện lực"),
        ("Ðại học \u0189ông", "Đại học Đông"),
        ("d\u0335iện", "điện"),
        ("hai  khoảng   trắng", "hai khoảng trắng"),
        ("phẩy , chấm . hết !", "phẩy, chấm. hết!"),
        ("giảm 25 % và 3 ,5", "giảm 25 % và 3 ,5"),
        ("dòng\n\nmới\tcột", "dòng\n\nmới\tcột"),
        ("còn … nữa", "còn … nữa"),
        ("sạch rồi.", "sạch rồi."),
    ],
)
def test_mending_changes_letters_and_spaces_only(words: str, mended: str) -> None:
    assert checks.mend(words) == mended


@given(LETTERS)
def test_mending_twice_is_mending_once(words: str) -> None:
    once = checks.mend(words)
    assert checks.mend(once) == once
    assert not checks.check_letters(Text("x", once))
    assert not checks.check_spaces(Text("x", once))


@given(st.text() | LETTERS)
def test_mending_leaves_every_other_character(words: str) -> None:
    def rest(one: str) -> str:
        kept = checks.with_right_d(unicodedata.normalize("NFC", one)).replace(" ", "").replace("\u00a0", "")
        return unicodedata.normalize("NFC", kept)

    assert rest(checks.mend(words)) == rest(words)
    assert checks.in_normal_form(words) == unicodedata.normalize("NFC", words)
    assert checks.with_right_d("".join(char for char in words if char not in WRONG + "dD")) == "".join(
        char for char in words if char not in WRONG + "dD"
    )


@given(st.text(alphabet=st.characters(exclude_characters=" \u00a0")))
def test_text_without_spaces_keeps_its_length_of_composed_letters(words: str) -> None:
    assert checks.with_single_spaces(words) == words


def test_letters_and_spaces_name_the_words() -> None:
    (form,) = checks.check_letters(Text("lead", NFD))
    assert form.code is Code.NORMAL_FORM
    assert "Thuỷ" in form.words
    (wrong,) = checks.check_letters(Text("lead", "Công ty ðiện lực"))
    assert (wrong.words, wrong.suggestion) == (("ðiện",), "điện")
    (spaces,) = checks.check_spaces(Text("lead", "hai  khoảng"))
    assert "hai" in spaces.words[0]


def test_tones_in_two_ways_are_found_and_the_rarer_one_is_named() -> None:
    (found,) = checks.check_tones([Text("a", "hoà bình"), Text("b", "hòa thuận, thủy lợi")])
    assert (found.words, found.suggestion, found.place) == (("hoà",), "hòa", "a")
    (other,) = checks.check_tones([Text("a", "hoà, thuỷ"), Text("b", "hòa")])
    assert other.words == ("hòa",)
    for one_way in ("hoà bình, thuỷ lợi, quý, quả, hoàn toàn", "hòa bình, thủy lợi, quý, hoàn toàn"):
        assert checks.check_tones([Text("a", one_way)]) == []


def test_places_that_ended_are_found_unless_meant_as_history() -> None:
    gone = [OldPlace("Huyện Yên Phong", None, "Tỉnh Bắc Ninh")]
    for words in ("tại huyện Yên Phong.", "HUYỆN YÊN PHONG", unicodedata.normalize("NFD", "Huyện Yên Phong")):
        (found,) = checks.check_places(Text("text", words), gone)
        assert (found.words, found.suggestion) == (("Huyện Yên Phong",), "Tỉnh Bắc Ninh")
    for words in ("huyện Yên Phong (cũ)", "huyện Yên Phongs", "xã Yên Phong"):
        assert checks.check_places(Text("text", words), gone) == []
    district = [OldPlace("Huyện Yên Phong", None, "Tỉnh Bắc Ninh", is_district=True)]
    (found,) = checks.check_places(Text("text", "huyện Yên Phong"), district)
    with translation.override("en"):
        assert str(found.message).startswith("There have been no districts since 1 July 2025.")


def test_headline_lead_headings_and_links() -> None:
    assert codes(checks.check_headline(Text("t", "x" * 111))) == [Code.HEADLINE]
    assert checks.check_headline(Text("t", "x" * 110)) == []
    assert codes(checks.check_lead(Text("t", "x" * 301))) == [Code.LEAD]
    assert codes(checks.check_headings([("1", "h3"), ("2", "h2")])) == [Code.HEADINGS]
    assert checks.check_headings([("1", "h2"), ("2", "h3")]) == []
    (found,) = checks.check_link_texts("t", ["Xem tại đây", "Kế hoạch 149", "https://example.org"])
    assert found.words == ("Xem tại đây", "https://example.org")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "name", "part"),
    [
        ("tại huyện Yên Phong.", "Huyện Yên Phong", "các xã: Yên Phong, Văn Môn, Tam Giang, Yên Trung, Tam Đa"),
        ("ở thị xã  Từ Sơn", "Thị xã Từ Sơn", "các phường: Từ Sơn, Tam Sơn, Đồng Nguyên, Phù Khê"),
        ("THÀNH PHỐ TỪ SƠN", "Thành phố Từ Sơn", "Phù Khê"),
        ("ở TP. Từ Sơn", "Thành phố Từ Sơn", "Phù Khê"),
        ("huyện Hiệp Hoà", "Huyện Hiệp Hòa", "Xuân Cẩm"),
        ("huyện Việt Yên", "Huyện Việt Yên", "Tự Lạn"),
        ("huyện Yên Dũng", "Huyện Yên Dũng", "Cảnh Thụy"),
    ],
)
def test_district_is_told_with_what_is_on_its_ground(words: str, name: str, part: str) -> None:
    call_command("load_vocabularies")
    (found,) = checks.check_places(Text("text", words), findings.old_places(Language.VIETNAMESE))
    assert found.words == (name,)
    assert part in found.suggestion
    assert "1658/NQ-UBTVQH15" in found.suggestion
    assert "Không còn cấp huyện" in str(found.message)


def test_every_ward_and_commune_of_the_province_stands_under_one_district() -> None:
    """33 wards and 66 communes, as Resolution 1658/NQ-UBTVQH15 counts them."""
    known = {one.names[0]: one for one in former_districts.of(Language.VIETNAMESE) if one.ended.year == 2025}
    wards = [name for one in known.values() for name in one.wards]
    communes = [name for one in known.values() for name in one.communes]
    assert (len(wards), len(set(wards)), len(communes), len(set(communes))) == (33, 33, 66, 66)


@pytest.mark.django_db
def test_district_that_is_not_in_the_list_gets_no_province_for_an_answer() -> None:
    AdministrativeUnit.objects.create(
        code="huyen-thu", level="district", name_vi="Huyện Thử", name_en="Thử district", valid_until=date(2025, 6, 30)
    )
    (place,) = [one for one in findings.old_places(Language.VIETNAMESE) if one.name == "Huyện Thử"]
    assert place.now == ""
    assert place.is_district


@pytest.mark.django_db
def test_shipped_places_tell_which_is_valid_now(room: factory.Newsroom) -> None:
    call_command("load_vocabularies")
    places = {place.name: place for place in findings.old_places(Language.VIETNAMESE)}
    assert places["Tỉnh Bắc Giang"].now == "Tỉnh Bắc Ninh"
    assert "Tỉnh Bắc Ninh" not in places
    assert "Bắc Giang province" in {place.name for place in findings.old_places(Language.ENGLISH)}
    assert {"enterprises", "farmers", "students", "officials", "investors"} <= set(
        dict(vocabularies.term_choices(VocabularyCode.AUDIENCE))
    )


def _messy(room: factory.Newsroom) -> ArticlePage:
    image = factory.make_image()
    return factory.make_article(
        room.page,
        "Công ty ðiện  lực",
        lead=NFD,
        live=False,
        transcript="Lời , bình",
        body=[
            {"type": "heading", "value": {"text": "Phần", "level": "h3"}},
            {
                "type": "paragraph",
                "value": '<p>Hoà  bình <b>ðẹp</b>, xem <a href="https://a.example/ð">tại đây</a>.</p>',
            },
            {"type": "quote", "value": {"text": "hòa  thuận", "name": "", "role": ""}},
            {"type": "key_points", "value": {"title": "", "points": ["một  hai", "ba"]}},
            {"type": "timeline", "value": {"title": "", "moments": [{"when": "2024", "title": "ðo", "text": ""}]}},
            {
                "type": "picture",
                "value": {
                    "image": {"image": image.pk, "alt_text": "", "decorative": False},
                    "caption": "",
                    "credit": "",
                },
            },
        ],
    )


@pytest.mark.django_db
def test_story_is_checked_in_every_field_and_block(room: factory.Newsroom) -> None:
    found = findings.of(_messy(room))
    assert set(codes(found)) >= {
        Code.NORMAL_FORM,
        Code.WRONG_D,
        Code.SPACES,
        Code.TONES,
        Code.CAPTION,
        Code.SOURCE,
        Code.HEADINGS,
        Code.LINK_TEXT,
    }
    assert {finding.code for finding in found if finding.severity is Severity.ERROR} == {Code.CAPTION, Code.SOURCE}
    assert found[0].severity is Severity.ERROR
    places = {finding.place for finding in found if finding.code is Code.SPACES}
    assert len(places) == 5, places


@pytest.mark.django_db
def test_story_is_mended_as_a_new_version_and_nothing_else_changes(room: factory.Newsroom) -> None:
    article: Any = _messy(room)
    article.audience_leads = [
        ArticleAudienceLead(audience=factory_term(), lead="Cho  bà con", locale=article.locale),
    ]
    article.save_revision()
    before = article.revisions.count()

    assert findings.mend(article=article, by=room.editor)

    draft: Any = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert article.revisions.count() == before + 1
    assert (draft.title, draft.lead, draft.transcript) == ("Công ty điện lực", "Thuỷ điện", "Lời, bình")
    values = [child.value for child in draft.body]
    assert values[1].source == '<p>Hoà bình <b>đẹp</b>, xem <a href="https://a.example/ð">tại đây</a>.</p>'
    assert values[2]["text"] == "hòa thuận"
    assert list(values[3]["points"]) == ["một hai", "ba"]
    assert values[4]["moments"][0]["title"] == "đo"
    assert values[5]["image"] is not None
    assert [row.lead for row in draft.audience_leads.all()] == ["Cho bà con"]
    assert not {Code.NORMAL_FORM, Code.WRONG_D, Code.SPACES} & set(codes(findings.of(draft)))
    assert not findings.mend(article=article, by=room.editor)


def factory_term() -> Any:
    return exhibitors.make_term(VocabularyCode.AUDIENCE, "farmers", "Nông dân", "Farmers")


@pytest.mark.django_db
def test_mending_is_for_those_who_write_there(site: Site, room: factory.Newsroom) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    article = _messy(room)
    with pytest.raises(errors.NotAllowedError):
        findings.mend(article=article, by=other.editor)
    client = Client()
    client.force_login(other.editor)
    assert client.get(f"/admin/news/checks/{article.pk}/").status_code == 404
    assert client.post(f"/admin/news/checks/{article.pk}/").status_code == 404
    assert client.post(f"/admin/news/checks/{article.pk}/mend/").status_code == 404


@pytest.mark.django_db
def test_named_thing_that_is_not_public_is_told_to_the_editor(site: Site, room: factory.Newsroom) -> None:
    market = showcase.make_market(site)
    gone, hidden = showcase.publish_technology(market), showcase.publish_technology(market, title="Máy chưa công bố")
    article = factory.make_article(
        room.page, body=[{"type": "technology", "value": {"item": page.pk, "note": ""}} for page in (gone, hidden)]
    )
    assert Code.RELATED not in codes(findings.of(article))
    gone.delete()
    hidden.unpublish()
    found = [finding for finding in findings.of(ArticlePage.objects.get(pk=article.pk)) if finding.code is Code.RELATED]
    assert [finding.words for finding in found] == [(), ("Máy chưa công bố",)]


@pytest.mark.django_db
def test_checks_cost_the_same_for_a_long_story(room: factory.Newsroom) -> None:
    def cost(number: int) -> int:
        article = factory.make_article(
            room.page, body=[{"type": "paragraph", "value": "<p>Đoạn  văn.</p>"} for _part in range(number)]
        )
        with CaptureQueriesContext(connection) as caught:
            findings.of(ArticlePage.objects.get(pk=article.pk))
        return len(caught)

    assert cost(1) == cost(10)


@pytest.mark.django_db
def test_panel_shows_findings_checks_what_is_typed_and_mends(room: factory.Newsroom) -> None:
    client = Client()
    client.force_login(room.editor)
    article = _messy(room)
    page = client.get(f"/admin/pages/{article.pk}/edit/").content.decode()
    assert "data-news-checks" in page
    assert "ðiện" in page
    assert "<script>" not in page.partition("data-news-checks")[2].partition("</div>")[0]

    typed = client.post(f"/admin/news/checks/{article.pk}/", _form(title="Gõ  hai dấu cách"))
    assert "Gõ hai" in typed.content.decode() or "Gõ  hai" in typed.content.decode()
    assert ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object().title == "Công ty ðiện  lực"

    mended = client.post(f"/admin/news/checks/{article.pk}/mend/", _form(title="Gõ  hai dấu cách", slug="x"))
    assert mended.status_code == 302
    draft = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert draft.title == "Gõ hai dấu cách"

    own = client.get(f"/admin/news/checks/{article.pk}/")
    assert own.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lacks", "place"),
    [
        ({"captions_file": None}, "tệp phụ đề"),
        ({"transcript": ""}, "lời bình"),
        ({"media_file": None, "captions_file": None}, "tệp phim hoặc âm thanh"),
        ({}, ""),
    ],
)
def test_checks_name_what_a_recording_lacks_before_anybody_hands_it_in(
    room: factory.Newsroom, lacks: dict[str, Any], place: str
) -> None:
    story = factory.make_article(room.page, live=False, owner=room.reporter, **recordings.film(**lacks))
    found = [one for one in findings.of(story) if one.code is Code.UNFINISHED]
    assert [(one.place, one.severity) for one in found] == ([(place, Severity.ERROR)] if place else [])
    client = Client()
    client.force_login(room.reporter)
    shown = client.get(f"/admin/news/checks/{story.pk}/").content.decode()
    assert ("Phải sửa" in shown) is bool(place)


@pytest.mark.django_db
def test_hand_in_names_what_the_checks_still_find(room: factory.Newsroom) -> None:
    client = Client()
    client.force_login(room.editor)
    answer = client.post(
        f"/admin/pages/add/news/articlepage/{room.page.pk}/",
        _form(title="Tin  có lỗi nhỏ", **{"action-submit": "1"}),
        follow=True,
    )
    article = ArticlePage.objects.get()
    assert article.workflow_in_progress
    assert f'href="/admin/news/checks/{article.pk}/"' in answer.content.decode()
    assert f": /admin/news/checks/{article.pk}/" not in answer.content.decode()


@pytest.mark.django_db
def test_accessibility_checker_is_on_in_editor_and_preview_and_never_public(room: factory.Newsroom) -> None:
    client = Client()
    client.force_login(room.chief)
    article = factory.make_article(room.page)
    page = client.get(f"/admin/pages/{article.pk}/edit/").content.decode()
    assert 'id="checker-axe-configuration"' in page
    configuration = page.partition('id="checker-axe-configuration"')[2].partition("</script>")[0]
    for rule in ("image-alt", "heading-order", "alt-text-quality", "link-name"):
        assert f'"{rule}"' in configuration
    preview = client.get(f"/admin/pages/{article.pk}/revisions/{article.latest_revision_id}/view/").content.decode()
    assert "wagtail-userbar" in preview
    assert "wagtail-userbar" not in client.get(article.get_url()).content.decode()


def test_texts_of_markup_keep_what_is_in_tags() -> None:
    assert texts.change_markup('<a href="a  b">x  y</a>', checks.mend) == '<a href="a  b">x y</a>'
