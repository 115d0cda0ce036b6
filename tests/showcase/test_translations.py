"""What follows the Vietnamese page, and what is translated."""

import pytest
from wagtail_localize.fields import get_translatable_fields

from showcase.models import NeedPage, TechnologyPage, TechnologySpecification


@pytest.mark.parametrize("model", [TechnologyPage, NeedPage])
def test_codes_follow_and_words_are_translated(model: type) -> None:
    fields = {field.field_name: type(field).__name__ for field in get_translatable_fields(model)}
    for name in ("field", "further_fields", "organisation", "place", "is_anonymous", "cooperation", "disclosure"):
        assert fields[name] == "SynchronizedField", name
    for name in ("title", "summary"):
        assert fields[name] == "TranslatableField", name


@pytest.mark.django_db
def test_anonymity_and_the_lists_of_transfer_cannot_differ_between_languages() -> None:
    fields = {field.field_name: field for field in get_translatable_fields(TechnologyPage)}
    for name in ("is_anonymous", "compliance", "transfer_permit", "trl", "rights"):
        assert not fields[name].is_overridable(TechnologyPage()), name
    assert type(fields["problem"]).__name__ == "TranslatableField"
    assert {field.field_name for field in get_translatable_fields(TechnologySpecification)} >= {"name", "value", "unit"}
