"""The models whose records are published: pages, and every snippet with drafts."""

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import DraftStateMixin, Page


def models() -> list[type[Any]]:
    """Return the base models."""
    others = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page) and not model._meta.parents  # noqa: SLF001 -- Django's public name
    ]
    return [Page, *others]


def base_of(record: Any) -> type[Any]:
    """Return the base model of a record."""
    return Page if isinstance(record, Page) else type(record)


def kind_of(model: type[Any]) -> ContentType:
    """Return the content type under which records of a base model are planned."""
    return ContentType.objects.get_for_model(model, for_concrete_model=False)


def rows(model: type[Any]) -> "QuerySet[Any]":
    """Return every record of a model, whatever its manager leaves out."""
    found: QuerySet[Any] = model._base_manager.all()  # noqa: SLF001 -- Django's public name
    return found


def publish_right(record: Any) -> str:
    """Return the name of the right to publish records of a snippet."""
    meta = type(record)._meta  # noqa: SLF001 -- Django's public name
    return f"{meta.app_label}.publish_{meta.model_name}"
