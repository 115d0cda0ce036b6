"""Structured data, sharing, short addresses, drawn pictures and posters; what is anonymous stays so in all of them."""

import io
import os
import re
import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from wagtail.models import PageViewRestriction, Site

from exhibitors.enums import VerificationState
from exhibitors.models import Organisation
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.pages import share_pictures, short_addresses
from portal.pages.share_pictures import ShareCard
from showcase.models import TechnologyPage
from showcase.models.rows import NeedMeasure, TechnologySpecification
from tests import worlds
from tests.factories import exhibitors
from tests.factories import experts as expert_factory
from tests.factories import showcase as factory
from tests.pages import structured_data

pytestmark = pytest.mark.django_db

CANARY = "Công ty Tuyệt Mật"


@worlds.standing
def market(site: Site) -> SimpleNamespace:
    return factory.make_market(site)


def specification() -> TechnologySpecification:
    return TechnologySpecification(name="Điện năng", value="0,52", unit="kWh/kg")


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def tag(page: str, name: str) -> str:
    found = re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)"', page)
    return found[1] if found else ""


def test_validator_sees_what_is_wrong() -> None:
    wrong = {
        "@type": "Product",
        "name": "",
        "url": "/a/",
        "additionalProperty": [{"@type": "PropertyValue", "name": "x"}],
    }
    found = "\n".join(structured_data.problems(wrong))
    for words in ("no context", "without name", "without sku", "no full address", "without value", ".name is empty"):
        assert words in found
    assert structured_data.problems({"@context": "https://schema.org", "@type": "Thing"}) == [": unknown type 'Thing'"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_structured_data_and_tags_of_every_kind_are_whole(client: Client, market: Any, language: str) -> None:
    technology = factory.publish_technology(market, specifications=[specification()])
    need = factory.publish_need(market, measures=[NeedMeasure(name="Hao hụt", value=6, unit="%")])
    expert = expert_factory.make_expert(photo=True)
    lists = expert_factory.make_list(Site.objects.get())
    factory.english(technology, title="Dries garlic", slug="dries-garlic")
    prefix = {"vi": "/to-chuc/", "en": "/en/organisations/"}[language]
    expert_prefix = {"vi": lists.url, "en": "/en/experts/"}[language]
    slug = "/en/technologies/dries-garlic/" if language == "en" else technology.url
    for address, kind in (
        (slug, "Product"),
        (need.url, "Demand"),
        (f"{prefix}{market.organisation.slug}/", "Organization"),
        (f"{expert_prefix}{expert.slug}/", "Person"),
    ):
        page = text_of(client.get(address))
        blocks = structured_data.blocks(page)
        assert kind in [block["@type"] for block in blocks], address
        assert [line for block in blocks for line in structured_data.problems(block)] == []
        for name in ("og:title", "og:description", "og:url", "og:type", "twitter:card", "twitter:title"):
            assert tag(page, name), (address, name)
        assert tag(page, "og:title") in page.partition("<h1")[2]


def test_share_picture_is_drawn_once_and_holds_no_owner(client: Client, market: Any, settings: Any) -> None:
    page = factory.publish_technology(market)
    address = tag(text_of(client.get(page.url)), "og:image")
    assert address.startswith("http")
    path = "/" + address.split("/", 3)[3]
    response = client.get(path)
    assert response["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
    folder = settings.MEDIA_ROOT / "share"
    kept = list(folder.iterdir())
    assert len(kept) == 1
    mark = b"kept" + share_pictures.PNG_END
    kept[0].write_bytes(mark)
    assert client.get(path).content == mark
    assert client.get(path.replace("/c/", "/c/2")).status_code == 404


CARD = ShareCard("Máy sấy thăng hoa", "Công nghệ", "Sàn")


def test_two_who_draw_the_same_picture_at_once_leave_one_file(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = share_pictures.draw

    def draw_while_another_saves(card: ShareCard) -> bytes:
        monkeypatch.setattr(share_pictures, "draw", real)
        share_pictures.content(card)
        return real(card)

    monkeypatch.setattr(share_pictures, "draw", draw_while_another_saves)
    assert share_pictures.content(CARD) == real(CARD)
    assert [path.name for path in (settings.MEDIA_ROOT / "share").iterdir()] == [CARD.name.partition("/")[2]]


def test_half_written_picture_is_not_shown(settings: Any) -> None:
    whole = share_pictures.content(CARD)
    path = settings.MEDIA_ROOT / CARD.name
    path.write_bytes(whole[:200])
    assert share_pictures.content(CARD) == whole
    assert len(list(path.parent.iterdir())) == 1


@pytest.mark.usefixtures("private_shelf")
def test_old_pictures_go_at_night(settings: Any) -> None:
    assert [item.number for item in share_pictures.forget_old(now=clock.now())] == [0]
    share_pictures.content(CARD)
    old = settings.MEDIA_ROOT / ShareCard("Cũ", "Tin", "Sàn").name
    share_pictures.content(ShareCard("Cũ", "Tin", "Sàn"))
    long_ago = (clock.now() - share_pictures.KEPT - timedelta(hours=1)).timestamp()
    os.utime(old, (long_ago, long_ago))
    assert [item.number for item in share_pictures.forget_old(now=clock.now(), dry_run=True)] == [1]
    assert old.exists()
    out = io.StringIO()
    call_command("erase_expired", stdout=out)
    assert "pictures drawn for sharing: 1 (delete-record)" in out.getvalue()
    assert [path.name for path in old.parent.iterdir()] == [CARD.name.partition("/")[2]]


@settings(max_examples=40, deadline=None)
@given(title=st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyếỗữẶẪỸ ", min_size=1, max_size=180).filter(str.strip))
def test_no_word_of_a_title_is_cut(title: str) -> None:
    size, lines = share_pictures.fitted(title)
    font = share_pictures._font(size)
    assert "".join("".join(lines).split()) == "".join(title.split())
    assert all(font.getlength(line) <= share_pictures.WIDTH - 2 * share_pictures.MARGIN for line in lines)


def test_longest_usual_title_stays_inside_the_picture() -> None:
    title = ("Ứng dụng công nghệ sấy bơm nhiệt hai cấp tiết kiệm điện năng cho nông sản vùng Kinh Bắc " * 2)[
        :180
    ].strip()
    size, lines = share_pictures.fitted(title)
    assert len(lines) * size * share_pictures.LINE <= share_pictures.TITLE_HEIGHT
    drawn = Image.open(io.BytesIO(share_pictures.draw(ShareCard(title, "Công nghệ", "Sàn"))))
    edge = drawn.crop((0, 60, share_pictures.MARGIN - 4, 500))
    assert len(edge.getcolors() or []) == 1


@given(number=st.integers(min_value=0, max_value=2**128 - 1))
def test_code_of_a_key_leads_back_to_it(number: int) -> None:
    key = uuid.UUID(int=number)
    code = short_addresses.code_of(key)
    keys = short_addresses.keys_of(code)
    assert keys is not None
    assert keys[0] <= key <= keys[1]
    assert short_addresses.keys_of(code.upper()) == keys


def test_short_address_outlives_the_slug_and_keeps_the_language(client: Client, market: Any) -> None:
    page = factory.publish_technology(market)
    address = short_addresses.path_of(page.translation_key, Language.VIETNAMESE)
    english = short_addresses.path_of(page.translation_key, Language.ENGLISH)
    assert english == f"/en{address}"
    assert client.get(address)["Location"] == page.url
    assert client.get(english)["Location"] == page.url
    factory.english(page, title="Dries garlic", slug="dries-garlic")
    page.slug = "dia-chi-moi"
    page.save_revision().publish()
    assert client.get(address)["Location"] == "/cong-nghe/dia-chi-moi/"
    assert client.get(english)["Location"] == "/en/technologies/dries-garlic/"
    assert client.post(address).status_code == 405


def hide_unpublish(page: TechnologyPage) -> None:
    page.unpublish()


def hide_suspend(page: TechnologyPage) -> None:
    Organisation.objects.filter(pk=page.organisation_id).update(
        state=VerificationState.SUSPENDED, state_changed_at=exhibitors.NOON
    )


def hide_restrict(page: TechnologyPage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize("hide", [hide_unpublish, hide_suspend, hide_restrict])
def test_what_visitors_may_not_see_has_no_address_picture_or_poster(client: Client, market: Any, hide: Any) -> None:
    page = factory.publish_technology(market)
    code = short_addresses.code_of(page.translation_key)
    addresses = [f"/c/{code}/", f"/c/{code}/anh.png", f"/cong-nghe/{page.slug}/ap-phich/"]
    assert [client.get(address).status_code for address in addresses] == [302, 200, 200]
    hide(page)
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


@pytest.mark.parametrize("code", ["x", "0000000000", "llllllllll", "a" * 10, "a-b", "a" * 60])
def test_unknown_codes_lead_nowhere(client: Client, market: Any, code: str) -> None:
    assert client.get(f"/c/{code}/").status_code == 404
    assert client.get(f"/en/c/{code}/picture.png").status_code == 404


def test_anonymous_listing_names_nobody_anywhere(client: Client, market: Any) -> None:
    secret = exhibitors.make_organisation(name=CANARY, email="tuyet-mat@example.org", phone="0222 3822 999")
    technology = factory.publish_technology(market, organisation=secret, is_anonymous=True)
    need = factory.publish_need(market, organisation=secret, is_anonymous=True)
    canaries = (CANARY, secret.slug, "tuyet-mat@example.org", secret.phone, "3822 999")
    for page, poster in (
        (technology, f"/cong-nghe/{technology.slug}/ap-phich/"),
        (need, f"/nhu-cau/{need.slug}/ap-phich/"),
    ):
        code = short_addresses.code_of(page.translation_key)
        shown = text_of(client.get(page.url)) + text_of(client.get(poster)) + client.get(f"/c/{code}/")["Location"]
        assert not [canary for canary in canaries if canary in shown]
        picture = client.get(f"/c/{code}/anh.png")
        assert not [canary for canary in canaries if canary.encode() in picture.content]
        assert not [canary for canary in canaries if canary in str(picture.headers)]


def test_poster_says_what_matters_and_its_code_is_the_short_address(client: Client, market: Any) -> None:
    page = factory.publish_technology(market, specifications=[specification()])
    for prefix, language in (("/cong-nghe/", "vi"), ("/en/technologies/", "en")):
        for size in ("a4", "a3"):
            poster = text_of(
                client.get(f"{prefix}{page.slug}/{'ap-phich' if language == 'vi' else 'poster'}/?size={size}")
            )
            assert page.title in poster
            assert ("0,52" if language == "vi" else "0.52") in poster
            assert market.organisation.name in poster
            assert f"is-poster--{size}" in poster
            assert 'style="' not in poster
            with translation.override(language):
                path = short_addresses.path_of(page.translation_key, language)
            assert f"<figcaption>testserver{path}</figcaption>" in poster or path in poster
            assert '<svg class="qr"' in poster or 'class="qr"' in poster
    assert client.get("/cong-nghe/khong-co/ap-phich/").status_code == 404
    assert client.post(f"/cong-nghe/{page.slug}/ap-phich/").status_code == 405


def test_poster_says_units_in_its_own_language(client: Client, market: Any) -> None:
    row = specification()
    row.unit = "chi tiết/phút"
    page = factory.publish_technology(market, specifications=[row])
    assert "chi tiết/phút" in text_of(client.get(f"/cong-nghe/{page.slug}/ap-phich/"))
    # Without an English page the English poster is in Vietnamese, and says so.
    assert "chi tiết/phút" in text_of(client.get(f"/en/technologies/{page.slug}/poster/"))
    twin = factory.english(page, title="Loading trays", slug="loading-trays")
    poster = text_of(client.get(f"/en/technologies/{twin.slug}/poster/"))
    assert "parts/min" in poster
    assert "chi tiết" not in poster


def test_poster_and_short_address_cost_little(client: Client, market: Any) -> None:
    page = factory.publish_technology(market, specifications=[specification()])
    addresses = (f"/cong-nghe/{page.slug}/ap-phich/", f"/c/{short_addresses.code_of(page.translation_key)}/")
    before = [cost(client, address) for address in addresses]
    for _number in range(5):
        factory.publish_technology(market, specifications=[specification() for _row in range(6)])
    page.specifications = [specification() for _row in range(30)]
    page.save_revision().publish()
    assert [cost(client, address) for address in addresses] == before
    assert before[1] <= 8


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_share_links_are_ordinary_links(client: Client, market: Any) -> None:
    page = text_of(client.get(factory.publish_technology(market).url))
    share = page.partition('<div class="share">')[2].partition("</div>")[0]
    assert "<script" not in share
    assert "<img" not in share
    outside = re.findall(r'<a href="https://www[^>]+>', share)
    assert outside
    assert all("noreferrer" in link and 'referrerpolicy="no-referrer"' in link for link in outside)


@pytest.mark.parametrize("kind", ["technology", "need"])
def test_language_switch_of_a_poster_leads_to_the_other_poster(client: Client, market: Any, kind: str) -> None:
    page: Any = factory.publish_technology(market) if kind == "technology" else factory.publish_need(market)
    vietnamese, english = (
        f"{page.url}ap-phich/",
        f"/en/{'technologies' if kind == 'technology' else 'needs'}/{{}}/poster/",
    )
    assert f'hreflang="en" href="http://testserver{english.format(page.slug)}"' in text_of(client.get(vietnamese))
    factory.english(page, title="Heat pump", slug="heat-pump")
    pair = {"vi": vietnamese, "en": english.format("heat-pump")}
    for address in pair.values():
        shown = text_of(client.get(f"{address}?size=a3"))
        for code, other in pair.items():
            assert f'hreflang="{code}" href="http://testserver{other}?size=a3"' in shown
            assert client.get(other).status_code == 200
