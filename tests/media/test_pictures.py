"""Words of pictures: each reader's language, and what is said where there is only one."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from news.models import ArticlePage
from portal.media.models import PortalImage

pytestmark = pytest.mark.django_db


class Shown:
    """A rendition as components see it, without drawing one."""

    url, width, height = "/x.jpg", 4, 3

    def __init__(self, image: PortalImage) -> None:
        self.image, self.alt = image, image.default_alt_text


@pytest.mark.parametrize(
    ("language", "english", "said"),
    [
        ("vi", "A kiln", 'alt="Lò gốm" loading'),
        ("vi", "", 'alt="Lò gốm" loading'),
        ("en", "A kiln", 'alt="A kiln" loading'),
        ("en", "", 'alt="Lò gốm" lang="vi" loading'),
    ],
)
def test_picture_is_described_in_the_language_of_the_reader(language: str, english: str, said: str) -> None:
    image = PortalImage(title="lo-gom.jpg", description="Lò gốm", description_en=english)
    with translation.override(language):
        assert said in render_to_string("ui/components/figure.html", {"image": Shown(image)})
        assert 'alt="Of the page"' in render_to_string(
            "ui/components/figure.html", {"image": Shown(image), "alt": "Of the page"}
        )


@pytest.mark.parametrize(("language", "mark"), [("vi", ""), ("en", ' lang="vi"')])
def test_caption_and_credit_say_that_they_are_vietnamese(language: str, mark: str) -> None:
    image = PortalImage(title="lo-gom.jpg", caption="Lò gốm", credit="Phòng ảnh")
    with translation.override(language):
        html = render_to_string(
            "ui/components/figure.html",
            {
                "image": Shown(image),
                "caption": image.caption,
                "credit": image.credit,
                "caption_language": image.caption_language,
                "credit_language": image.caption_language,
            },
        )
    assert f"<figcaption><span{mark}>Lò gốm</span>" in html
    assert f"<span{mark}>Phòng ảnh</span>" in html


@pytest.mark.parametrize(("own", "language"), [("", "vi"), ("A kiln", "")])
def test_words_of_the_story_itself_are_in_its_language(own: str, language: str) -> None:
    story = ArticlePage(caption=own, credit=own)
    story.picture = PortalImage(title="lo-gom.jpg", caption="Lò gốm", credit="Phòng ảnh")
    with translation.override("en"):
        assert (story.picture_caption_language, story.picture_credit_language) == (language, language)
