"""Every page of an editor with where its English stands, as one query that can be filtered and sorted."""

from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, Subquery, Value, When
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.kernel.languages import Language
from portal.pages.models import TranslationMark
from portal.pages.translating.enums import TranslationStatus

EDITING = frozenset({"add", "change", "publish"})
FRONT_DEPTH = 2


def _english() -> "QuerySet[Page]":
    rows: QuerySet[Page] = Page.objects.filter(
        translation_key=OuterRef("translation_key"), locale__language_code=Language.ENGLISH, alias_of=None
    )
    return rows


def _marks() -> "QuerySet[TranslationMark]":
    return TranslationMark.objects.filter(page_key=OuterRef("translation_key"), language=Language.ENGLISH)


def status() -> Case:
    """Return the expression that says of a Vietnamese page where its English stands: a ``TranslationStatus``."""
    return Case(
        When(~Exists(_english()), then=Value(TranslationStatus.NONE.value)),
        When(~Exists(_english().filter(live=True)), then=Value(TranslationStatus.DRAFT.value)),
        When(Exists(_marks().filter(out_of_date_since__isnull=False)), then=Value(TranslationStatus.OUT_OF_DATE.value)),
        default=Value(TranslationStatus.CURRENT.value),
        output_field=CharField(),
    )


def rows_for(user: Any) -> "QuerySet[Page]":
    """Return the Vietnamese pages that a person may edit, each with where its English stands.

    Each has ``translation_status``, and of its English page ``english_id``, ``out_of_date_since`` and ``machine_strings``, None
    where there is none.
    """
    own: QuerySet[Any] = PagePermissionPolicy().instances_user_has_any_permission_for(user, set(EDITING))
    rows: QuerySet[Page] = (
        Page.objects.filter(pk__in=own.values("pk"), locale__language_code=Language.VIETNAMESE, alias_of=None)
        .filter(depth__gte=FRONT_DEPTH)
        .select_related("content_type", "locale")
        .annotate(
            english_id=Subquery(_english().values("pk")[:1]),
            out_of_date_since=Subquery(_marks().values("out_of_date_since")[:1]),
            machine_strings=Subquery(_marks().values("machine_strings")[:1]),
            translation_status=status(),
        )
    )
    return rows
