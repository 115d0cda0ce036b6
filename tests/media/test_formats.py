"""The format of pictures: small for readers, known to everybody where others fetch them."""

import pytest
from django.template.loader import render_to_string

from home.models import HomePage
from tests.factories import news

pytestmark = pytest.mark.django_db


def test_pictures_of_pages_are_webp() -> None:
    rendition = news.make_image().get_rendition("fill-640x400")
    assert rendition.url.endswith(".webp")
    with rendition.file.open("rb") as stored:
        head = stored.read(12)
    assert (head[:4], head[8:]) == (b"RIFF", b"WEBP")


def test_pictures_for_social_networks_are_jpeg() -> None:
    page = HomePage(title="Trang chủ", social_image=news.make_image())
    html = render_to_string("ui/parts/social.html", {"page": page, "shell": {}})
    assert 'property="og:image" content="' in html
    assert ".jpg" in html
    assert ".webp" not in html
