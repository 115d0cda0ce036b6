"""How often stories were read: by month, by source, by story."""

from collections import Counter

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _

from news.readership import figures
from news.readership.enums import Source
from news.reports.scope import Scope
from news.reports.tables import Cell, Month, Table, told
from portal.kernel.languages import Language

MOST_STORIES = 100


def tables(scope: Scope) -> list[Table]:
    """Return the tables; three queries, whatever the number of stories."""
    stories = {
        row[0]: row[1:] for row in scope.of_newsrooms().order_by().values_list("translation_key", "title", "path", "pk")
    }
    rows = (
        figures.between(scope.first, scope.last)
        .filter(article_key__in=scope.of_newsrooms().values("translation_key"))
        .order_by()
        .annotate(month=TruncMonth("day"))
        .values_list("article_key", "month", "source", "language")
        .annotate(readings=Sum("number"))
    )
    by_month: Counter[Month] = Counter()
    by_source: Counter[str] = Counter()
    by_language: Counter[str] = Counter()
    by_story: Counter[object] = Counter()
    for key, month, source, language, number in rows:
        by_month[Month.of(month)] += number
        by_source[source] += number
        by_language[language] += number
        by_story[key] += number
    most = [(key, number) for key, number in by_story.most_common(MOST_STORIES) if key in stories]
    languages_of = {Language.VIETNAMESE: _("Vietnamese"), Language.ENGLISH: _("English")}
    return [
        _with_figures(
            _("By month"), [_("Month"), _("Readings")], [[month, number] for month, number in sorted(by_month.items())]
        ),
        _with_figures(
            _("By story"),
            [_("Story"), _("Newsroom"), _("Readings")],
            [[stories[key][0], scope.newsroom_of(stories[key][1]), number] for key, number in most],
            [reverse("wagtailadmin_pages:edit", args=[stories[key][2]]) for key, _number in most],
        ),
        _with_figures(
            _("By source"),
            [_("Came from"), _("Readings")],
            [[str(Source(source).label), number] for source, number in by_source.most_common()],
        ),
        _with_figures(
            _("By language"),
            [_("Language"), _("Readings")],
            [[languages_of[Language(code)], number] for code, number in by_language.most_common()],
        ),
    ]


def _with_figures(title: str, headings: list[str], rows: list[list[Cell]], links: list[str] | None = None) -> Table:
    """Return a table whose last column is told as reading figures are: small ones not exactly."""
    return Table(
        title,
        headings,
        rows,
        bars=len(headings) - 1,
        links=links or (),
        shown=[[*(str(told(cell)) for cell in row[:-1]), figures.shown(int(row[-1]))] for row in rows],
    )
