"""What the tables mean to pages: which are kinds of pages, which no public page reads, which rooms tell of by themselves."""

from collections.abc import Callable
from functools import cache
from typing import Final

from django.apps import apps
from django.db.models import Model
from wagtail.models import Page

_UNREAD_APPS: Final = {
    "account",
    "admin",
    "django_tasks_database",
    "mail",
    "mfa",
    "operations",
    "page_cache",
    "sessions",
    "usersessions",
    "wagtailsearch",
}
_UNREAD: Final = {
    "django_migrations",
    "wagtailcore_comment",
    "wagtailcore_commentreply",
    "wagtailcore_editingsession",
    "wagtailcore_modellogentry",
    "wagtailcore_pagelogentry",
    "wagtailcore_pagesubscription",
    "wagtailcore_referenceindex",
    "wagtailcore_revision",
    "wagtailcore_task",
    "wagtailcore_taskstate",
    "wagtailcore_uploadedfile",
    "wagtailcore_workflow",
    "wagtailcore_workflowstate",
    # Made while pages are drawn, and deleted with the picture they were made from, whose row is read too.
    "media_portalrendition",
}
_ROOTS: Final = {"wagtailcore_collection", "wagtailcore_locale", "wagtailcore_pageviewrestriction", "wagtailcore_site"}
"""Read once and remembered by Wagtail, or the ground that every page stands on: a change drops all pages."""
_told: set[str] = set()
_forgetting: list[Callable[[], None]] = []
_roots: set[str] = set(_ROOTS)

_QUIET_COLUMNS: Final = {
    # What writing a draft, a lock or a page below changes in a page's row.
    "wagtailcore_page": frozenset(
        {
            "draft_title",
            "expire_at",
            "go_live_at",
            "has_unpublished_changes",
            "latest_revision_created_at",
            "latest_revision_id",
            "live_revision_id",
            "locked",
            "locked_at",
            "locked_by_id",
            "numchild",
        }
    ),
    # What signing in changes.
    "accounts_user": frozenset({"last_login", "password"}),
    # The gate of the places tells when a number passes a band.
    "registration_pool": frozenset({"taken"}),
}


def tell_by_facts(*models: type[Model]) -> None:
    """Let changes of these tables drop nothing: their room names facts instead (``changes.tell``); from an AppConfig.ready().

    For tables that the public writes: otherwise a stranger empties the cache with every press.
    """
    _told.update(model._meta.db_table for model in models)  # noqa: SLF001 -- Django's own documented name
    is_quiet.cache_clear()


def drop_everything_for(*models: type[Model], forget: Callable[[], None] | None = None) -> None:
    """Let a change of these tables drop every page, because they are kept in a cache between requests; from an AppConfig.ready().

    ``forget`` empties that cache, in each process that hears of the change.
    """
    if forget is not None:
        _forgetting.append(forget)
    _roots.update(model._meta.db_table for model in models)  # noqa: SLF001 -- Django's own documented name


def forget() -> None:
    """Empty what this process keeps of tables that every page stands on."""
    for each in _forgetting:
        each()


def is_root(table: str) -> bool:
    """Return whether every page depends on the table."""
    return table in _roots


@cache
def is_quiet(table: str) -> bool:
    """Return whether no public page depends on the table, or its room tells of changes by itself."""
    if table in _UNREAD or table in _told:
        return True
    model = models().get(table)
    return model is not None and model._meta.app_label in _UNREAD_APPS  # noqa: SLF001 -- Django's own documented name


def quiet_columns(table: str) -> frozenset[str]:
    """Return the columns of a table that no reader sees."""
    return _QUIET_COLUMNS.get(table, frozenset())


@cache
def models() -> dict[str, type[Model]]:
    """Return the models by table, those made for relations to many among them."""
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}  # noqa: SLF001 -- Django's own documented name


@cache
def page_tables() -> frozenset[str]:
    """Return the tables of kinds of pages, without the one that all pages share."""
    kinds = (model for model in apps.get_models() if issubclass(model, Page) and model is not Page)
    return frozenset(model._meta.db_table for model in kinds)  # noqa: SLF001 -- Django's own documented name


@cache
def key_column(table: str) -> str:
    """Return the column of the table's primary key; "" where the table has no model."""
    model = models().get(table)
    return str(model._meta.pk.column) if model is not None and model._meta.pk else ""  # noqa: SLF001 -- Django's own documented name


@cache
def parents_of(table: str) -> tuple[str, ...]:
    """Return the tables that hold other parts of the same row, by inheritance."""
    model = models().get(table)
    return tuple(parent._meta.db_table for parent in model._meta.get_parent_list()) if model is not None else ()  # noqa: SLF001 -- Django's own documented name
