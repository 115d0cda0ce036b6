"""Files of a technology: who opens what, names that tell nothing, limits, preview."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exhibitors.enums import MemberRole
from portal.kernel import clock
from portal.media.models import PrivateFile
from showcase import permissions, queries
from showcase.domain import enquiry as enquiries
from showcase.domain import file as files
from showcase.domain import technology as technologies
from showcase.enums import FileDisclosure
from showcase.models import TechnologyPage, TechnologySpecification
from tests.factories import exhibitors
from tests.factories import showcase as factory
from tests.showcase.test_desk import draft_of, rows, step
from tests.showcase.test_review import filled_draft

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def upload(name: str = "Sông Mơ - báo cáo.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def with_files(market: SimpleNamespace) -> tuple[TechnologyPage, dict[FileDisclosure, str]]:
    """Publish a technology with one file of each level; return it with their addresses."""
    page = factory.publish_technology(market)
    owner = exhibitors.owner_of(market.organisation)
    for level in FileDisclosure:
        files.add_file(
            page=page,
            file=upload(f"{level}.pdf"),
            title=f"Báo cáo {level}",
            disclosure=level,
            by=owner,
            now=clock.now(),
        )
    page.save_revision().publish()
    page = TechnologyPage.objects.get(pk=page.pk)
    urls = {
        FileDisclosure(row.disclosure): reverse("showcase:technology-file", args=[page.pk, row.file_id])
        for row in page.files.all()
    }
    return page, urls


def answers(client: Client, urls: dict[FileDisclosure, str]) -> list[int]:
    return [client.get(urls[level]).status_code for level in FileDisclosure]


@pytest.mark.parametrize("level", list(FileDisclosure))
def test_predicate_opens_nothing_by_default(level: FileDisclosure) -> None:
    def may(**values: bool) -> bool:
        known = {"is_shown": False, "is_member": False, "is_reviewer": False, "is_answered": False}
        return permissions.can_open_file(disclosure=level, **{**known, **values})

    assert not may()
    assert not may(is_answered=True)
    assert may(is_member=True)
    assert may(is_reviewer=True)
    assert may(is_shown=True) is (level is FileDisclosure.PUBLIC)
    assert may(is_shown=True, is_answered=True) is (level is not FileDisclosure.NEVER)


def test_levels_at_the_door(client: Client, market: SimpleNamespace) -> None:
    page, urls = with_files(market)
    assert answers(client, urls) == [200, 302, 404]
    asker = exhibitors.make_person()
    client.force_login(asker)
    assert answers(client, urls) == [200, 404, 404]
    enquiry = factory.ask(page, email=asker.email)
    assert answers(client, urls) == [200, 404, 404]
    owner = exhibitors.owner_of(market.organisation)
    enquiries.answer(enquiry=enquiry, by=owner, text="Mời xem tệp.", now=clock.now())
    assert queries.interest_accepted(asker, page.translation_key)
    assert queries.interest_accepted(asker.email.upper(), page.translation_key)
    assert not queries.interest_accepted("khac@example.org", page.translation_key)
    assert answers(client, urls) == [200, 200, 404]
    for person in (exhibitors.make_member(market.organisation, MemberRole.VIEWER).user, factory.make_reviewer()):
        client.force_login(person)
        assert answers(client, urls) == [200, 200, 200]
    client.force_login(exhibitors.owner_of(market.buyer))
    assert answers(client, urls) == [200, 404, 404]
    foreign = factory.publish_technology(market, organisation=market.buyer)
    stolen = reverse("showcase:technology-file", args=[foreign.pk, page.files.first().file_id])
    assert client.get(stolen).status_code == 404


def test_answer_is_a_private_download_under_a_name_of_ours(client: Client, market: SimpleNamespace) -> None:
    _page, urls = with_files(market)
    response = client.get(urls[FileDisclosure.PUBLIC])
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="bao-cao-public.pdf"'
    assert "no-store" in response["Cache-Control"] or "private" in response["Cache-Control"]


def test_page_names_public_and_later_files_only(client: Client, market: SimpleNamespace) -> None:
    page, urls = with_files(market)
    html = client.get(page.url).content.decode()
    assert urls[FileDisclosure.PUBLIC] in html
    assert urls[FileDisclosure.AFTER_INTEREST] in html
    assert urls[FileDisclosure.NEVER] not in html
    assert "Báo cáo never" not in html


def test_file_of_a_draft_is_for_members_and_reviewers_until_it_is_published(
    client: Client, market: SimpleNamespace
) -> None:
    page = filled_draft(market)
    client.force_login(exhibitors.owner_of(market.organisation))
    data = {
        "trl": 8,
        "trl_evidence": "Xưởng mẫu",
        "upload": upload(),
        "upload_title": "Báo cáo đo",
        "upload_disclosure": "public",
        **rows("rights"),
        **rows("files"),
    }
    assert client.post(step(page, "maturity"), {**data, "upload_title": ""}).context["form"].errors["upload_title"]
    wrong = client.post(step(page, "maturity"), {**data, "upload": upload("x.exe", b"MZ")})
    assert wrong.context["form"].errors["upload"]
    assert client.post(step(page, "maturity"), {**data, "upload": upload()}).status_code == 302
    assert client.post(step(page, "maturity"), {**data, "upload": upload()}).status_code == 302
    assert [row.title for row in draft_of(page).files.all()] == ["Báo cáo đo"]
    assert PrivateFile.objects.count() == 1
    url = reverse("showcase:technology-file", args=[page.pk, PrivateFile.objects.get().pk])
    assert client.get(url).status_code == 200
    assert Client().get(url).status_code == 404


def test_too_many_files_are_refused(market: SimpleNamespace) -> None:
    from portal.kernel import errors

    page = filled_draft(market).get_latest_revision_as_object()
    owner = exhibitors.owner_of(market.organisation)

    def add(number: int) -> None:
        files.add_file(
            page=page,
            file=upload(f"{number}.pdf"),
            title="Tệp",
            disclosure=FileDisclosure.NEVER,
            by=owner,
            now=clock.now(),
        )

    for number in range(files.MOST_FILES):
        add(number)
    with pytest.raises(errors.DomainError) as caught:
        add(99)
    assert caught.value.field == "upload"


def test_preview_shows_the_draft_to_members_only(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_technology(market, title="Bản đã đăng")
    draft = page.get_latest_revision_as_object()
    draft.title = "Bản nháp mới"
    technologies.save_technology(page=draft, by=exhibitors.owner_of(market.organisation))
    url = reverse("showcase:technology-preview", args=[page.pk])
    assert client.get(url).status_code == 302
    client.force_login(exhibitors.owner_of(market.buyer))
    assert client.get(url).status_code == 404
    client.force_login(exhibitors.make_member(market.organisation, MemberRole.VIEWER).user)
    shown = client.get(url)
    assert "Bản nháp mới" in shown.content.decode()
    assert shown["X-Robots-Tag"] == "noindex"
    assert "no-store" in shown["Cache-Control"]
    assert "Bản nháp mới" not in Client().get(page.url).content.decode()


def test_preview_costs_the_same_with_1_and_many_neighbours(client: Client, market: SimpleNamespace) -> None:
    page = filled_draft(market)
    client.force_login(exhibitors.owner_of(market.organisation))
    url = reverse("showcase:technology-preview", args=[page.pk])

    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    for _number in range(3):
        factory.publish_technology(market)
    few = cost()
    for _number in range(6):
        factory.publish_technology(market)
    assert cost() == few


def test_preview_costs_at_most_two_queries_for_each_row(client: Client, market: SimpleNamespace) -> None:
    """Wagtail asks for the page and the language of every row when it rebuilds a draft; nothing may be added to that."""
    page = filled_draft(market)
    owner = exhibitors.owner_of(market.organisation)
    client.force_login(owner)

    def cost(number: int) -> int:
        draft: Any = draft_of(page)
        draft.specifications = [TechnologySpecification(name=f"Số {n}", value="1", unit="kg") for n in range(number)]
        technologies.save_technology(page=draft, by=owner)
        url = reverse("showcase:technology-preview", args=[page.pk])
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    assert cost(30) - cost(1) <= 2 * 29
