"""Words of pictures: each reader's language, and what is said where there is only one."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from portal.media.models import PortalImage


class Shown:
    """A rendition as components see it, without drawing one."""

    url, width, height = "/x.jpg", 4, 3

    def __init__(self, image: PortalImage) -> None:
        self.image, self.alt = image, image.default_alt_text


@pytest.mark.django_db
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
