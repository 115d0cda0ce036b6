"""What was published: by newsroom, desk, month and kind, and by the name above the story; and what of it is no longer public."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from news.enums import ArticleKind
from news.reports import desks
from news.reports.scope import Scope
from news.reports.tables import Cell, Month, Table
from portal.kernel import clock


class _Counts:
    """Stories by what they have in common, and how many of them are gone."""

    def __init__(self) -> None:
        self.all: Counter[tuple[str, ...]] = Counter()
        self.gone: Counter[tuple[str, ...]] = Counter()

    def add(self, *key: str, live: bool) -> None:
        """Count a story."""
        self.all[key] += 1
        self.gone[key] += not live

    def rows(self, keys: Sequence[tuple[str, ...]]) -> list[list[Cell]]:
        """Return a row for each of the keys, in their order."""
        return [[*key, self.all[key], self.gone[key]] for key in keys]


def tables(scope: Scope) -> list[Table]:
    """Return the tables; two queries, and one more where desks are known."""
    stories = list(
        scope.published()
        .order_by("first_published_at")
        .values_list("pk", "path", "kind", "byline", "first_published_at", "live")
    )
    named = desks.names([row[0] for row in stories])
    with_desk = desks.are_known()
    months, groups, authors = _Counts(), _Counts(), _Counts()
    for pk, path, kind, byline, at, live in stories:
        newsroom, month = scope.newsroom_of(path), Month.of(clock.local(at))
        months.add(month, live=live)
        desk = (named.get(pk, _("no desk")),) if with_desk else ()
        groups.add(month, newsroom, *desk, str(ArticleKind(kind).label), live=live)
        authors.add(byline, newsroom, live=live)
    figures = [_("Stories"), _("Of which no longer public")]
    desk_heading = [_("Desk")] if with_desk else []
    note = _("Stories that were taken down since are counted: they were published in this time. Deleted ones are not.")
    return [
        Table(
            _("By month"),
            [_("Month"), *figures],
            months.rows(sorted(months.all)),
            bars=1,
            note=note,
            totals=[_("Together"), len(stories), sum(months.gone.values())],
        ),
        Table(
            _("By month, newsroom and kind"),
            [_("Month"), _("Newsroom"), *desk_heading, _("Kind"), *figures],
            groups.rows(sorted(groups.all, reverse=True)),
        ),
        Table(
            _("By byline"),
            [_("Byline"), _("Newsroom"), *figures],
            authors.rows([key for key, _number in authors.all.most_common()]),
            bars=2,
            note=_("The byline as printed. It measures output, not quality."),
        ),
    ]
