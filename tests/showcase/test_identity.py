"""Anonymous profiles: finding names in texts, refusing them at submission, and a canary over every public output."""

import json
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exhibitors.models import Organisation
from portal.accounts.models import User
from portal.kernel import clock
from search.models import SearchDocument
from showcase import naming
from showcase.domain import anonymity
from showcase.domain import need as needs
from showcase.domain import technology as technologies
from showcase.domain.identity import Clue, Identity, distinctive, findings
from showcase.enums import FileDisclosure, MeasureRole, Operator, ReviewState
from showcase.models import NeedMeasure, NeedPage, TechnologyFile, TechnologyPage, TechnologyRight
from tests.factories import exhibitors
from tests.factories import focal_points as focal
from tests.factories import showcase as factory
from tests.showcase.test_desk import draft_of, step
from tests.showcase.test_review import filled_draft, state_of

IDENTITY = Identity(
    names=("Công ty TNHH Cơ khí Sông Mơ", "Song Mo Engineering Co., Ltd"),
    people=("Trần Văn Canh", "An"),
    tax_code="2300999999",
    emails=("lien-he@songmo.example", "canh@gmail.com"),
    phones=("+84 222 3 555 777",),
    websites=("https://www.songmo-cokhi.example/gioi-thieu",),
)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Công ty TNHH Sông Mơ", ["Sông", "Mơ"]),
        ("Công ty cổ phần Đầu tư và Phát triển Hạ", ["Đầu", "tư", "và", "Phát", "triển", "Hạ"]),
        ("Hợp tác xã", []),
        ("Song Mo Co., Ltd", ["Song", "Mo"]),
        ("Công ty AB", []),
    ],
)
def test_only_the_words_that_tell_count(name: str, words: list[str]) -> None:
    assert distinctive(name) == words


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("Máy của cơ khí SÔNG MƠ chế tạo", Clue.NAME),
        ("may cua co khi song mo", Clue.NAME),
        ("anh-cokhisongmo-2024.jpg", Clue.NAME),
        ("Tác giả: Trần Văn Canh.", Clue.PERSON),
        ("MST 2300 999 999", Clue.TAX_CODE),
        ("Gọi 0222.3555.777", Clue.PHONE),
        ("Gọi (+84) 222 3555777", Clue.PHONE),
        ("viết cho ai-do@songmo.example", Clue.EMAIL),
        ("canh@gmail.com", Clue.EMAIL),
        ("xem songmo-cokhi.example", Clue.WEB),
    ],
)
def test_what_gives_away_is_found(text: str, clue: Clue) -> None:
    assert clue in {finding.clue for finding in findings({"problem": text}, IDENTITY)}


@pytest.mark.parametrize(
    "text",
    ["Sóng mờ trên mặt nước cơ khí", "Cơ khí chính xác", "An toàn lao động", "thư gmail.com", "Năm 2300", "canh rau"],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert findings({"problem": text}, IDENTITY) == []


def test_any_address_counts_on_request() -> None:
    found = findings({"waste": "hỏi ai@khac.example, https://khac.example/x"}, IDENTITY, any_address=True)
    assert {finding.clue for finding in found} == {Clue.CONTACT}


def test_every_clue_of_a_text_is_named_at_once() -> None:
    words = "Cơ khí Sông Mơ (cokhisongmo.jpg): lien-he@songmo.example, ai-do@songmo.example, hỏi ban@khac.example"
    assert [(found.clue, found.met) for found in findings({"waste": words}, IDENTITY, any_address=True)] == [
        (Clue.NAME, "khí Sông Mơ"),
        (Clue.NAME, "cokhisongmo"),
        (Clue.EMAIL, "lien-he@songmo.example"),
        (Clue.EMAIL, "songmo.example"),
        (Clue.CONTACT, "ban@khac.example"),
    ]


def anonymous_need(market: SimpleNamespace, **values: Any) -> NeedPage:
    page = needs.start_need(
        organisation=market.organisation,
        by=exhibitors.owner_of(market.organisation),
        page=focal.unsaved_need(is_anonymous=True, **values),
    )
    return NeedPage.objects.get(pk=page.pk)


def test_texts_and_figures_of_an_anonymous_need_are_searched(market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    page = anonymous_need(
        market,
        situation=f"Xưởng của Sông Mơ, hỏi {owner.full_name} hay {owner.email}",
        constraint_space="Thư cho ban@khac.example",
    )
    page.measures.add(
        NeedMeasure(role=MeasureRole.TARGET, name="Hao của Sông Mơ", operator=Operator.AT_MOST, value=Decimal(1))
    )
    found = {(finding.field, finding.clue) for finding in naming.what_gives_away(page)}
    assert found == {
        ("situation", Clue.NAME),
        ("situation", Clue.PERSON),
        ("situation", Clue.EMAIL),
        ("constraint_space", Clue.CONTACT),
        ("measures", Clue.NAME),
    }
    assert naming.what_gives_away(anonymous_need(market)) == []


def test_a_need_entered_for_others_is_compared_with_whom_its_consent_names(market: SimpleNamespace) -> None:
    draft = focal.unsaved_need(
        is_anonymous=True,
        situation="Hộ làm miến Bãi Nổi, hỏi Nguyễn Văn Miến, mien@example.org, khách: kho-khac@example.com",
    )
    page = focal.enter(market, focal.appoint(), page=draft)
    found = {(finding.clue, finding.met) for finding in naming.what_gives_away(draft_of(page))}
    assert found == {
        (Clue.NAME, "làm miến Bãi Nổi"),
        (Clue.PERSON, "Nguyễn Văn Miến"),
        (Clue.EMAIL, "mien@example.org"),
        (Clue.CONTACT, "kho-khac@example.com"),
    }


def test_the_reviewer_is_warned_of_a_need_that_names_its_organisation(client: Client, market: SimpleNamespace) -> None:
    page = anonymous_need(market, situation="Xưởng của Sông Mơ")
    client.force_login(factory.make_reviewer())
    shown = client.get(reverse("showcase_review:review", args=[page.pk]))
    assert [finding.met for _label, finding in shown.context["findings"]] == ["Sông Mơ"]
    assert "“Sông Mơ”" in shown.content.decode()


def anonymous_draft(market: SimpleNamespace, **values: Any) -> TechnologyPage:
    page = filled_draft(market)
    draft = page.get_latest_revision_as_object()
    for name, value in {"is_anonymous": True, **values}.items():
        setattr(draft, name, value)
    technologies.save_technology(page=draft, by=exhibitors.owner_of(market.organisation))
    return TechnologyPage.objects.get(pk=page.pk)


def test_anonymous_profile_that_names_its_owner_is_not_sent(client: Client, market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    page = anonymous_draft(market, solution="Do công ty Sông Mơ chế tạo.", inventors="Sông Mơ")
    with pytest.raises(anonymity.GivesAwayError) as caught:
        technologies.submit_technology(page=page, by=owner, now=clock.now())
    assert [finding.field for finding in caught.value.findings] == ["solution"]
    client.force_login(owner)
    check = reverse("showcase:technology-check", args=[page.pk])
    refused = client.post(check)
    assert refused.status_code == 200
    assert refused.context["failed"]
    assert refused.context["findings"][0]["href"] == f"{step(page, 'solution')}#id_solution"
    assert state_of(page) is ReviewState.DRAFT
    shown = client.get(step(page, "solution"))
    assert "Sông Mơ" in str(shown.context["form"].fields["solution"].help_text)
    draft = draft_of(page)
    draft.solution = "Bơm nhiệt hai cấp."
    technologies.save_technology(page=draft, by=owner)
    assert client.post(check).status_code == 302
    assert state_of(page) is ReviewState.IN_REVIEW


def test_named_profile_is_warned_and_sent(client: Client, market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    page = anonymous_draft(market, is_anonymous=False, solution="Do công ty Sông Mơ chế tạo.")
    assert [finding.clue for finding in naming.what_gives_away(draft_of(page))] == [Clue.NAME]
    client.force_login(owner)
    assert client.post(reverse("showcase:technology-check", args=[page.pk])).status_code == 302
    assert state_of(page) is ReviewState.IN_REVIEW


def test_old_address_that_names_somebody_is_made_anew(market: SimpleNamespace) -> None:
    page = anonymous_draft(market, title="Máy của Sông Mơ")
    draft = draft_of(page)
    assert "song-mo" in draft.slug
    draft.title = "Máy sấy tỏi"
    draft.first_published_at = clock.now()
    TechnologyPage.objects.filter(pk=page.pk).update(first_published_at=clock.now())
    owner = exhibitors.owner_of(market.organisation)
    technologies.save_technology(page=draft, by=owner)
    technologies.submit_technology(page=page, by=owner, now=clock.now())
    assert draft_of(page).slug == "may-say-toi"


def test_canary_no_public_output_names_an_anonymous_owner(client: Client, market: SimpleNamespace) -> None:
    from portal.media.models import PrivateFile

    canary = "Khướu Bạc Má"
    Organisation.objects.filter(pk=market.organisation.pk).update(
        name=f"Công ty {canary}", name_en="Khuou Bac Ma Ltd", slug="khuou-bac-ma", email="hop-thu@khuoubacma.example",
        phone="+842223909808", website="https://khuoubacma.example", tax_code="2300888888",
    )  # fmt: skip
    owner = exhibitors.owner_of(market.organisation)
    User.objects.filter(pk=owner.pk).update(full_name="Đinh Thị Khướu", email="dinh@khuoubacma.example")
    organisation = Organisation.objects.get(pk=market.organisation.pk)
    secret_file = PrivateFile.objects.create(
        purpose="showcase.technology", subject="x", file="ab/cd.pdf", original_name="ho-so-khuou-bac-ma.pdf",
        mime_type="application/pdf", size=10, uploaded_by=owner, uploaded_at=clock.now(),
    )  # fmt: skip
    page = factory.publish_technology(
        market,
        organisation=organisation,
        is_anonymous=True,
        title="Máy sấy ẩn danh",
        ip_holder=canary,
        inventors="Đinh Thị Khướu",
        product_url="https://khuoubacma.example/may",
        outcome_note=canary,
        rights=[
            TechnologyRight(kind=None, status=factory.term("ip-status", "granted"), number="KHUOU-1", country="VN")
        ],
    )
    page.files = [
        TechnologyFile(title="Kết quả đo", disclosure=FileDisclosure.PUBLIC, file=secret_file),
        TechnologyFile(title=f"Giấy tờ {canary}", disclosure=FileDisclosure.NEVER, file=secret_file),
    ]
    page.owner = owner
    page.save_revision(user=owner).publish()
    english = factory.english(TechnologyPage.objects.get(pk=page.pk), title="Anonymous dryer")
    need = factory.publish_need(market, organisation=market.buyer)
    outputs = {}
    for url in (
        page.url, english.url, market.technologies.url, "/en/technologies/", need.url, market.directory.url, "/",
        f"/tim-kiem/?q={canary}", "/tim-kiem/?q=m%C3%A1y+s%E1%BA%A5y", "/sitemap.xml",
        reverse("showcase:ask-technology", args=[page.translation_key]),
    ):  # fmt: skip
        response = client.get(url)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        outputs[url] = content.decode().replace(f"q={canary}", "").replace(f'value="{canary}"', "")
    documents = SearchDocument.objects.filter(key__in=[f"page:{page.pk}", f"page:{english.pk}"])
    outputs["search"] = json.dumps([str(vars(row)) for row in documents], ensure_ascii=False)
    outputs["address"] = f"{page.url} {english.url}"
    assert documents.count() == 2
    assert "Kết quả đo" in outputs[page.url]
    for url, content in outputs.items():
        text = content.casefold()
        if url in {market.directory.url, f"/tim-kiem/?q={canary}", "/sitemap.xml"}:
            # The organisation's own profile may stand there; the technology must not stand with it.
            assert not (canary.casefold() in text and "máy sấy ẩn danh" in text and "khuou" in page.url), url
            continue
        for trace in ("khướu", "khuou", "2300888888", "3909 808", "3909808", "khuoubacma"):
            assert trace not in text, (url, trace)
