"""What Wagtail tells of private pages and new translations, passed on to ``privacy``."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import copy_for_translation_done

from portal.pages import privacy


def restriction_saved(instance: PageViewRestriction, *, raw: bool = False, **_kwargs: Any) -> None:
    """Make the translations private as the page is."""
    if not raw and not privacy.is_kept(instance):
        privacy.restrict_translations(instance)


def groups_changed(instance: Any, *, action: str, **_kwargs: Any) -> None:
    """Let the same groups read the translations."""
    if action in {"post_add", "post_remove", "post_clear"} and isinstance(instance, PageViewRestriction):
        privacy.share_groups(instance)


def restriction_deleted(instance: PageViewRestriction, *, origin: Any = None, **_kwargs: Any) -> None:
    """Open the translations, unless the restriction only went with its page: what is left of a private page stays so."""
    if privacy.is_taken_away(origin) and not privacy.is_kept(instance):
        privacy.open_translations(instance)


def page_translated(source_obj: Any, target_obj: Any, **_kwargs: Any) -> None:
    """Make a new translation of a private page private."""
    if isinstance(target_obj, Page):
        privacy.restrict_new_translation(source=source_obj, translation=target_obj)


def connect() -> None:
    """Connect every receiver; called once, when the apps are ready."""
    post_save.connect(restriction_saved, sender=PageViewRestriction, dispatch_uid="pages.restriction_saved")
    post_delete.connect(restriction_deleted, sender=PageViewRestriction, dispatch_uid="pages.restriction_deleted")
    m2m_changed.connect(
        groups_changed, sender=PageViewRestriction.groups.through, dispatch_uid="pages.restriction_groups"
    )
    copy_for_translation_done.connect(page_translated, dispatch_uid="pages.page_translated")
