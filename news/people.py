"""Whose names a person may read in the filters of the admin: colleagues, and who worked on what they may see."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import PageLogEntry, Revision

from news import media_permissions, permissions


def nameable(user: Any, people: "QuerySet[Any]") -> "QuerySet[Any]":
    """Narrow people to oneself, and those who own, changed or locked one's own pages or uploaded one's own media."""
    if user.is_superuser:
        return people
    own = permissions.own_pages(user)
    keys = own.values("pk")
    worked = (
        Q(pk=user.pk)
        | Q(pk__in=own.filter(owner__isnull=False).values("owner"))
        | Q(pk__in=own.filter(locked_by__isnull=False).values("locked_by"))
        | Q(pk__in=PageLogEntry.objects.filter(page__in=keys, user__isnull=False).values("user"))
        | Q(pk__in=Revision.page_revisions.filter(object_id__in=_as_text(own), user__isnull=False).values("user"))
    )
    for media in (media_permissions.own_images(user), media_permissions.own_documents(user)):
        worked |= Q(pk__in=media.filter(uploaded_by_user__isnull=False).order_by().values("uploaded_by_user"))
    named: QuerySet[Any] = people.filter(pk__in=get_user_model().objects.filter(worked).values("pk"))
    return named


def _as_text(pages: "QuerySet[Any]") -> "QuerySet[Any]":
    # Revisions name their objects by text.
    keys: QuerySet[Any] = pages.order_by().annotate(_key=Cast("pk", CharField())).values("_key")
    return keys


_make_filters = WagtailFilterSet.__init__


def _narrowed(choice: Any) -> None:
    every = choice.get_queryset

    def get_queryset(request: Any) -> Any:
        # Histories set their people apart from the queryset, after the filters are made.
        people = every(request)
        people = choice.extra.get("queryset") if people is None else people
        is_people = people is not None and people.model is get_user_model()
        return nameable(request.user, people) if is_people and request is not None else people

    choice.get_queryset = get_queryset


def _make_narrowed_filters(self: WagtailFilterSet, *args: Any, **kwargs: Any) -> None:
    _make_filters(self, *args, **kwargs)
    for choice in self.filters.values():
        if hasattr(choice, "get_queryset"):
            _narrowed(choice)


def narrow_filters() -> None:
    """Let every filter of the admin that offers people offer only those whose names the reader may see.

    Wagtail offers in the explorer, the reports and the lists of media everybody who ever owned, changed, locked or
    uploaded anything, and has no hook for it. A name that is sent all the same is refused like any unknown one.
    """
    WagtailFilterSet.__init__ = _make_narrowed_filters
