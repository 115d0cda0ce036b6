"""What the vocabularies room adds to the Wagtail admin."""

from wagtail.snippets.models import register_snippet

from portal.vocabularies.viewsets import VocabularyGroup

register_snippet(VocabularyGroup)
