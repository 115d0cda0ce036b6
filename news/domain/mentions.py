"""What a story's text names, written down so that the thing finds the story."""

from news.models import ArticlePage
from news.models.leads import ArticleSubject
from portal.blocks.related import things
from portal.pages import related


def note(*, article: ArticlePage) -> None:
    """Write down what the story's text names now; called when the story itself is saved, not for a draft of it."""
    wanted = {(str(kind), related.key_of(thing)) for kind, thing in things(article.body or ())}
    held = {(row.kind, row.key): row.pk for row in ArticleSubject.objects.filter(article=article)}
    ArticleSubject.objects.filter(pk__in=[pk for pair, pk in held.items() if pair not in wanted]).delete()
    ArticleSubject.objects.bulk_create(
        [ArticleSubject(article=article, kind=kind, key=key) for kind, key in sorted(wanted - held.keys())],
        ignore_conflicts=True,
    )
