"""The general blocks: every preview renders, rules across fields, plain text, anchors, film addresses."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, models
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override
from wagtail.blocks import Block
from wagtail.images.tests.utils import get_test_image_file
from wagtail.rich_text import RichText

from portal.accounts.models import User
from portal.blocks import providers, text
from portal.blocks.fields import BlocksField
from portal.blocks.stream import ArticleBody, ContentBody
from portal.blocks.tables import rows_of
from portal.media.models import PortalDocument, PortalImage

pytestmark = pytest.mark.django_db
BODY = ContentBody()
BLOCKS = list((BODY.child_blocks | ArticleBody().child_blocks).items())
OF_STORIES = {"key_points", "timeline", "technology", "event", "organisation", "award"}


def rendered(block: Block, **context: Any) -> str:
    value = block.get_preview_value()
    request = RequestFactory().get("/")
    full = {"request": request, "block_def": block, "bound_block": block.bind(value), "page_title": "x", **context}
    return render_to_string(block.get_preview_template(value, full), block.get_preview_context(value, full))


@pytest.fixture
def _library() -> None:
    PortalImage.objects.create(title="Nhà sấy", file=get_test_image_file(), credit="Báo Bắc Ninh")
    PortalDocument.objects.create(title="Mẫu đơn", file=ContentFile(b"%PDF-", name="mau-don.pdf"))


@pytest.mark.usefixtures("_library")
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("name", "block"), BLOCKS, ids=[name for name, _block in BLOCKS])
def test_block_has_description_and_a_preview_that_renders(name: str, block: Block, language: str) -> None:
    with override(language):
        assert block.is_previewable
        assert block.get_description()
        assert block.meta.template.startswith("blocks/")
        html = rendered(block)
    inside = html.split("<main>")[1].split("</main>")[0]
    assert len(text.plain(inside)) > 10
    assert "style=" not in inside
    assert "<h1" not in inside


@pytest.mark.parametrize(("name", "block"), BLOCKS, ids=[name for name, _block in BLOCKS])
def test_block_renders_while_the_library_is_empty(name: str, block: Block) -> None:
    assert "<main>" in rendered(block)


def test_preview_is_served_to_editors_with_the_portals_styles(client: Client) -> None:
    client.force_login(
        User.objects.create_superuser("boss@example.org", "x"), backend="django.contrib.auth.backends.ModelBackend"
    )
    response = client.get("/admin/block-preview/", {"id": BODY.child_blocks["quote"].definition_prefix})
    assert response.status_code == 200
    assert "ui/portal.css" in response.content.decode()


def test_article_body_has_no_blocks_of_services() -> None:
    assert set(ArticleBody().child_blocks) - OF_STORIES < set(BODY.child_blocks)
    assert "call_to_action" not in ArticleBody().child_blocks


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("table", {"caption": "C", "cells": "A | B"}, "cells"),
        ("table", {"caption": "C", "cells": "A | B\n1 | 2 | 3"}, "cells"),
        ("table", {"caption": "C", "cells": "A|B|C|D|E|F|G|H|I\n1|2|3|4|5|6|7|8|9"}, "cells"),
        ("video", {"title": "T"}, "address"),
        ("video", {"title": "T", "address": "https://example.org/film"}, "address"),
        ("call_to_action", {"title": "T", "button": "B"}, "page"),
        ("call_to_action", {"title": "T", "button": "B", "address": "javascript:alert(1)"}, "address"),
        ("call_to_action", {"title": "T", "button": "B", "address": "//evil.example"}, "address"),
        ("call_to_action", {"title": "T", "button": "B", "address": "http://plain.example"}, "address"),
        ("contact", {"name": "N"}, None),
        ("gallery", {"pictures": []}, "pictures"),
        ("key_figures", {"figures": [{"value": "1", "label": "x"}], "source": "S"}, "figures"),
    ],
)
def test_clean_refuses_what_does_not_fit_together(name: str, value: dict[str, Any], field: str | None) -> None:
    block = BODY.child_blocks[name]
    with pytest.raises(ValidationError) as caught:
        block.clean(block.normalize(value))
    if field:
        assert field in caught.value.block_errors


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("table", {"caption": "C", "cells": "A\tB\n1\t2\n\n3\t4"}),
        ("video", {"title": "T", "address": "https://youtu.be/abcdefghijk"}),
        ("call_to_action", {"title": "T", "button": "B", "address": "/cong-nghe/"}),
        ("contact", {"name": "N", "phone": "0222 000 000"}),
    ],
)
def test_clean_accepts_what_fits(name: str, value: dict[str, Any]) -> None:
    block = BODY.child_blocks[name]
    assert block.clean(block.normalize(value))


@pytest.mark.usefixtures("_library")
def test_video_and_audio_ask_for_the_right_kind_of_file() -> None:
    document = PortalDocument.objects.get()
    for name, value in (("video", {"title": "T", "file": document}), ("audio", {"title": "T", "file": document})):
        block = BODY.child_blocks[name]
        with pytest.raises(ValidationError) as caught:
            block.clean(block.normalize(value))
        assert "file" in caught.value.block_errors


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/watch?v=abcdefghijk",
        "https://www.youtube.com/watch?list=PL1&v=abcdefghijk&t=10s",
        "https://youtu.be/abcdefghijk?si=track",
        "https://m.youtube.com/shorts/abcdefghijk",
        "https://www.youtube.com/live/abcdefghijk",
        "https://www.youtube-nocookie.com/embed/abcdefghijk",
    ],
)
def test_parse_finds_the_film(address: str) -> None:
    film = providers.parse(address)
    assert film is not None
    assert film.identifier == "abcdefghijk"
    assert film.frame_url == "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1&rel=0"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "abcdefghijk",
        "https://youtube.com.evil.example/watch?v=abcdefghijk",
        "https://www.youtube.com/watch?v=too-short",
        'https://youtu.be/abc"onload=x',
        "javascript://youtu.be/abcdefghijk",
        "https://www.youtube.com/channel/abcdefghijk",
    ],
)
def test_parse_refuses_everything_else(address: str) -> None:
    assert providers.parse(address) is None


def test_video_loads_nothing_before_a_click() -> None:
    block = BODY.child_blocks["video"]
    html = block.render(block.normalize({"title": "Máy tráng", "address": "https://youtu.be/abcdefghijk"}))
    assert "<iframe" not in html
    assert 'href="https://www.youtube.com/watch?v=abcdefghijk"' in html
    assert "img.youtube.com" not in html


def test_headings_get_anchors_of_their_own_and_feed_the_contents_list() -> None:
    value = BODY.normalize(
        [
            ("contents", {"title": "Trên trang này"}),
            ("heading", {"text": "Điều kiện", "level": "h2"}),
            ("heading", {"text": "Điều kiện", "level": "h2"}),
            ("heading", {"text": "Phần nhỏ", "level": "h3"}),
        ]
    )
    html = BODY.render(value, context={})
    assert 'id="muc-dieu-kien"' in html
    assert 'id="muc-dieu-kien-2"' in html
    assert 'href="#muc-dieu-kien-2"' in html
    assert 'href="#muc-phan-nho"' not in html
    assert '<h3 id="muc-phan-nho">' in html


def test_plain_text_reads_every_block_and_no_markup() -> None:
    value = BODY.normalize(
        [
            ("paragraph", RichText("<p>Bún khô</p><p>sấy &amp; gói</p>")),
            ("heading", {"text": "Số liệu", "level": "h2"}),
            ("table", {"caption": "Đo được", "cells": "A | B\n1 | 2"}),
            ("steps", {"steps": [{"title": "Một"}, {"title": "Hai", "text": "kết thúc"}]}),
        ]
    )
    found = text.plain_text(value)
    assert found.startswith("Bún khô sấy & gói Số liệu Đo được")
    assert found.endswith("Một Hai kết thúc")
    assert "None" not in found
    assert "<" not in found


def test_plain_text_of_nothing_is_empty() -> None:
    assert text.plain_text(None) == ""
    assert text.plain_text(BODY.normalize([])) == ""


def test_opening_is_cut_at_a_word() -> None:
    value = BODY.normalize(
        [("heading", {"text": "Đầu", "level": "h2"}), ("paragraph", RichText("<p>" + "bún khô " * 60 + "</p>"))]
    )
    found = text.opening(value, length=40)
    assert len(found) <= 40
    assert found.endswith(("khô…", "bún…"))


def test_table_reads_tabs_and_bars_and_marks_numeric_columns() -> None:
    assert rows_of("| A | B |\n| 1 | 2 |") == [["A", "B"], ["1", "2"]]
    assert rows_of("A\tB|C\n1\t2") == [["A", "B|C"], ["1", "2"]]
    block = BODY.child_blocks["table"]
    value = block.normalize({"caption": "C", "cells": "Tên | Số | Tỷ lệ\nBún | 1.240 | 25 %\nBánh | 3,5 | –4%"})
    assert [column.numeric for column in value.columns] == [False, True, True]


def test_blocks_stay_out_of_migrations() -> None:
    _name, path, arguments, keywords = BlocksField(BODY, blank=True).deconstruct()
    assert path == "django.db.models.JSONField"
    assert arguments == []
    assert keywords == {"blank": True}
    assert BlocksField().db_type(connection) == models.JSONField().db_type(connection)
