"""Readers' comments by month and state; no name and no address."""

from collections import Counter

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from news.enums import CommentState
from news.models import Comment
from news.reports.scope import Scope
from news.reports.tables import Month, Table
from portal.kernel import clock


def tables(scope: Scope) -> list[Table]:
    """Return the tables; one query."""
    rows = (
        Comment.objects.filter(
            article_key__in=scope.of_newsrooms().order_by().values("translation_key"),
            submitted_at__gte=scope.starts,
            submitted_at__lt=scope.ends,
        )
        .order_by()
        .annotate(month=TruncMonth("submitted_at", tzinfo=clock.VIETNAM))
        .values_list("month", "state")
        .annotate(number=Count("pk"))
    )
    found: dict[Month, Counter[str]] = {}
    for month, state, number in rows:
        found.setdefault(Month.of(month), Counter())[state] += number
    together: Counter[str] = sum(found.values(), Counter())
    return [
        Table(
            _("Comments by month and state"),
            [_("Month"), _("Comments"), *(str(state.label) for state in CommentState)],
            [
                [month, sum(counts.values()), *(counts[state] for state in CommentState)]
                for month, counts in sorted(found.items())
            ],
            bars=1,
            totals=[_("Together"), sum(together.values()), *(together[state] for state in CommentState)],
        )
    ]
