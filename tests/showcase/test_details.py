"""Detail pages: what they show, whom they never name, what they cost."""

import json
import re
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exhibitors import profile as exhibitor_profile
from portal.kernel.languages import Language
from portal.vocabularies.enums import VocabularyCode
from showcase.enums import Disclosure, MeasureRole, Operator
from showcase.models import NeedMeasure, TechnologyPage, TechnologyPicture, TechnologyRight, TechnologySpecification
from tests.factories import showcase as factory
from tests.factories.news import make_image

NAME = "Công ty Sông Mơ"


def rich(market: SimpleNamespace, **values: Any) -> TechnologyPage:
    return factory.publish_technology(
        market,
        title="Sấy tỏi tốn ít điện",
        ip_holder="Bà Chủ Sáng Chế",
        inventors="Ông Nghĩ Ra",
        product_url="https://example.com/say-toi",
        specifications=[TechnologySpecification(name="Điện năng", value="0,52", unit="kWh/kg")],
        rights=[
            TechnologyRight(
                kind=factory.term(VocabularyCode.IP_KIND, "patent"),
                status=factory.term(VocabularyCode.IP_STATUS, "granted"),
                number="VN-1-0012345",
            )
        ],
        cooperation=[factory.term(VocabularyCode.COOPERATION, "licence")],
        **values,
    )


def wanting(market: SimpleNamespace, **values: Any) -> Any:
    return factory.publish_need(
        market,
        **{"organisation": market.buyer, **values},
        title="Giảm điện khi sấy",
        trl_minimum=7,
        cooperation=[factory.term(VocabularyCode.COOPERATION, "licence")],
        measures=[
            NeedMeasure(
                role=MeasureRole.TARGET,
                name="Điện năng",
                operator=Operator.AT_MOST,
                value=Decimal("0.6"),
                unit="kWh/kg",
            )
        ],
    )


def structured(html: str) -> list[dict[str, Any]]:
    return [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]


def test_technology_shows_its_fields_and_is_a_product_for_machines(client: Client, market: SimpleNamespace) -> None:
    page = rich(market, disclosure=Disclosure.PUBLIC)
    need = wanting(market)
    html = client.get(page.url).content.decode()
    for text in (NAME, "0,52", "kWh/kg", "VN-1-0012345", "Bà Chủ Sáng Chế", "Ông Nghĩ Ra", "Phường Thử", "Li-xăng"):
        assert text in html, text
    assert "lien-he@example.org" in html
    assert f"/quan-tam/cong-nghe/{page.translation_key}/" in html
    assert need.title in html
    product = next(data for data in structured(html) if data["@type"] == "Product")
    assert product["manufacturer"]["name"] == NAME
    assert {"@type": "PropertyValue", "name": "Điện năng", "value": 0.52, "unitText": "kWh/kg"} in product[
        "additionalProperty"
    ]


def test_rights_name_their_country_and_show_only_columns_that_say_something(
    client: Client, market: SimpleNamespace
) -> None:
    page = rich(market)
    english = factory.english(page, title="Garlic drying")
    for url, country, number, empty in (
        (page.url, "Việt Nam", "Số", 'data-label="Ngày"'),
        (english.url, "Việt Nam", "Number", 'data-label="Date"'),
    ):
        html = client.get(url).content.decode()
        table = html[html.index("VN-1-0012345") : html.index("</table>", html.index("VN-1-0012345"))]
        assert country in table
        assert not re.search(r">VN\s*<", table)
        assert f'data-label="{number}"' in html
        assert empty not in html


def test_rights_from_elsewhere_keep_a_code_that_has_no_name_here(client: Client, market: SimpleNamespace) -> None:
    granted = factory.term(VocabularyCode.IP_STATUS, "granted")
    page = factory.publish_technology(
        market,
        title="Sấy tỏi",
        rights=[
            TechnologyRight(status=granted, country="JP", granted_on=date(2025, 3, 2)),
            TechnologyRight(status=granted, country="EP"),
        ],
    )
    html = client.get(page.url).content.decode()
    assert "Nhật Bản" in html
    assert "02/03/2025" in html
    assert re.search(r'data-label="Quốc gia[^"]*">EP\s*<', html)


def test_technology_without_pictures_shows_its_drawing_on_top(client: Client, market: SimpleNamespace) -> None:
    page = rich(market)
    html = client.get(page.url).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    drawing = re.search(
        r'<div class="no-print"><span class="picture picture--band"><img class="motif" src="([^"]+)"[^>]*>', main
    )
    assert drawing
    assert 'alt=""' in drawing.group(0)
    assert main.index("picture--band") < main.index("0,52")
    assert drawing.group(1) in client.get("/cong-nghe/").content.decode()

    page.pictures = [TechnologyPicture(image=make_image(), alt="Máy sấy")]
    page.save_revision().publish()
    assert "picture--band" not in client.get(page.url).content.decode()


def test_technology_hides_contact_until_interest(client: Client, market: SimpleNamespace) -> None:
    html = client.get(rich(market, disclosure=Disclosure.ON_INTEREST).url).content.decode()
    assert NAME in html
    assert "lien-he@example.org" not in html


def test_anonymous_technology_names_nobody_anywhere(client: Client, market: SimpleNamespace) -> None:
    page = rich(market, is_anonymous=True, disclosure=Disclosure.PUBLIC)
    english = factory.english(page, title="Anonymous drying")
    need = wanting(market, is_anonymous=True, organisation=market.organisation)
    for url in (page.url, english.url, need.url, "/cong-nghe/", "/en/technologies/", "/nhu-cau/", "/en/needs/"):
        html = client.get(url).content.decode()
        for secret in (
            NAME,
            "cong-ty-song-mo",
            "lien-he@",
            "0222 3822 345",
            "VN-1-00",
            "Bà Chủ",
            "Ông Nghĩ",
            "example.com/say",
        ):
            assert secret not in html, (url, secret)
    for item in (page, need):
        assert NAME not in repr(item.findable_document())
    assert exhibitor_profile.sections(market.organisation, Language.VIETNAMESE) == []


def test_named_technology_stands_in_search_and_profile(client: Client, market: SimpleNamespace) -> None:
    page = rich(market)
    document = page.findable_document()
    assert document is not None
    assert NAME in document.body
    assert dict(document.facets) == {
        "field": ("drying",),
        "place": ("phuong-thu",),
        "organisation-kind": ("enterprise",),
        "trl": ("ready",),
        "transfer-form": ("independent",),
    }
    sections = exhibitor_profile.sections(market.organisation, Language.VIETNAMESE)
    assert [item.title for section in sections for item in section.items] == [page.title]


def test_need_shows_figures_and_matching_technologies_with_reasons(client: Client, market: SimpleNamespace) -> None:
    page = rich(market)
    need = wanting(market)
    response = client.get(need.url)
    html = response.content.decode()
    assert "≤ 0,6 kWh/kg" in html
    assert [suggestion.page.pk for suggestion in response.context["matches"]] == [page.pk]
    own = wanting(market, organisation=market.organisation)
    assert client.get(own.url).context["matches"] == [], "an organisation's own technology is no answer to its need"
    english = client.get(factory.english(need, title="Less power").url)
    assert "needs ≤ 0.6 kWh/kg; states 0.52 kWh/kg" in english.content.decode()


@pytest.mark.parametrize("kind", ["technology", "need"])
def test_detail_costs_the_same_with_few_and_many_neighbours(client: Client, market: SimpleNamespace, kind: str) -> None:
    page = rich(market)
    need = wanting(market)
    rich(market)
    wanting(market)
    url = page.url if kind == "technology" else need.url

    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    few = cost()
    for _index in range(8):
        rich(market)
        wanting(market)
    assert cost() == few


def test_prices_in_the_wrong_order_break_the_database(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    for column, values in (
        ("price_min = 5, price_max", 4),
        ("trl", 10),
        ("compliance", "anything"),
        ("outcome", "anything"),
        ("confirmed_on = '2026-01-02', expires_on", "2026-01-01"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE showcase_technologypage SET {column} = %s WHERE page_ptr_id = %s", [values, page.pk]
            )
