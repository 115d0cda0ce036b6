"""How much of what is public in Vietnamese is public in English, and what has fallen behind."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _

from news.reports.scope import Scope
from news.reports.tables import Table
from portal.pages.translating import matrix
from portal.pages.translating.enums import TranslationStatus

MOST_LISTED = 200


def tables(scope: Scope) -> list[Table]:
    """Return the tables; how a story stands is what the report of pages by language says. One query for the stories."""
    stories = list(
        scope.stories()
        .order_by("-first_published_at", "-pk")
        .annotate(translation_status=matrix.status())
        .values_list("title", "path", "pk", "translation_status")
    )
    counts: Counter[TranslationStatus] = Counter()
    wanting = []
    for title, path, pk, status in stories:
        how = TranslationStatus(status)
        counts[how] += 1
        if how is not TranslationStatus.CURRENT:
            wanting.append((title, scope.newsroom_of(path), str(how.label), pk))
    total = len(stories)
    return [
        Table(
            _("Translation coverage"),
            [_("State"), _("Stories"), _("Share in per cent")],
            [
                [str(how.label), counts[how], round(100 * counts[how] / total) if total else 0]
                for how in TranslationStatus
            ],
            bars=1,
            totals=[_("Together"), total, 100 if total else 0],
        ),
        Table(
            _("Stories to translate or to look at again"),
            [_("Story"), _("Newsroom"), _("State")],
            [row[:3] for row in wanting[:MOST_LISTED]],
            links=[reverse("wagtailadmin_pages:edit", args=[row[3]]) for row in wanting[:MOST_LISTED]],
        ),
    ]
