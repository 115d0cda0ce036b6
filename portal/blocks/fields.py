"""The field that holds blocks. Its migrations know only that it is JSON."""

from typing import Any

from wagtail.fields import StreamField


class BlocksField(StreamField):  # type: ignore[misc]  # Wagtail ships no types
    """A StreamField whose block definitions stay out of migrations.

    A change of blocks needs no migration then, and a data migration sees plain JSON: with Wagtail's own field it would see
    only the block types that its migration lists, and would lose the others when it saves.
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Return the field as Django's JSONField."""
        name, _path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        kwargs.pop("use_json_field", None)
        return name, "django.db.models.JSONField", [], kwargs
