"""What the search room adds to the Wagtail admin."""

from wagtail.snippets.models import register_snippet

from search.viewsets import AbbreviationViewSet, SynonymViewSet

register_snippet(AbbreviationViewSet)
register_snippet(SynonymViewSet)
