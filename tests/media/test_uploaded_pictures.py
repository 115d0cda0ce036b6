"""Pictures that people hand in: what is told of those that are refused."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from exhibitors.forms import OrganisationProfileForm, ProductForm
from experts.forms import ProfileForm
from portal.kernel import errors
from portal.media.domain import pictures, private_files
from tests.factories import uploads
from tests.factories.exhibitors import NOON


def refusal(content: bytes) -> str:
    with translation.override("vi"):
        with pytest.raises(errors.DomainError) as caught:
            pictures.redraw(file=SimpleUploadedFile("a.png", content), field="picture")
        assert caught.value.field == "picture"
        return str(caught.value)


@pytest.mark.parametrize("size", [(8_000, 5_001), (20_000, 12_000)])
def test_picture_of_too_many_pixels_is_told_how_many_are_allowed(size: tuple[int, int]) -> None:
    said = refusal(uploads.png(size))
    assert "40 triệu" in said
    assert "2000" in said


def test_file_that_is_no_picture_is_told_what_is_taken() -> None:
    assert "PNG, JPEG, WebP hoặc GIF" in refusal(uploads.REFUSED["text"])


@pytest.mark.parametrize(
    "field",
    [
        ProfileForm.base_fields["photo_file"],
        OrganisationProfileForm.base_fields["logo_file"],
        ProductForm.base_fields["picture"],
    ],
)
def test_hints_name_every_format_that_is_taken(field: Any) -> None:
    for kind in pictures.FORMATS:
        assert kind.lower() in str(field.help_text).lower()
        assert f"image/{kind.lower()}" in field.widget.attrs["accept"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_every_format_of_the_hints_is_taken(kind: str) -> None:
    drawn = BytesIO()
    Image.new("P" if kind == "GIF" else "RGB", (8, 8)).save(drawn, kind)
    assert pictures.redraw(file=SimpleUploadedFile("a", drawn.getvalue()), field="picture").getvalue()


@pytest.mark.django_db
def test_damaged_paper_is_not_told_of_formats_that_its_form_refuses() -> None:
    file = SimpleUploadedFile("a.jpg", uploads.REFUSED["truncated"])
    with pytest.raises(errors.DomainError) as caught:
        private_files.store(file=file, purpose="t.t", subject="1", field="file", by=None, now=NOON)
    assert "GIF" not in str(caught.value)
