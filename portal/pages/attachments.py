"""Which documents of the library a record shows."""

from collections.abc import Iterator

from django.db import models

from portal.media.models import PortalDocument


def of_fields(record: models.Model) -> Iterator[int]:
    """Yield the keys of the documents that a record's own fields name: as a file, in a block, or as a link in a text."""
    for field in record._meta.concrete_fields:  # noqa: SLF001 -- Django's public name
        if isinstance(field, models.ForeignKey):
            if field.related_model is PortalDocument and (key := getattr(record, field.attname)) is not None:
                yield key
        elif hasattr(field, "extract_references"):
            value = field.value_from_object(record)
            for model, key, *_path in field.extract_references(value) if value else ():
                if model is PortalDocument:
                    yield int(key)
