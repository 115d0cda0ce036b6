"""Experts as the search finds them, in both languages."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils import translation

from experts import queries
from experts.models import ExpertIndexPage, ExpertProfile
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.pages import findables


def _key(profile: ExpertProfile, language: Language) -> str:
    return f"expert:{profile.pk}:{language}"


class ExpertSource:
    """Describes published experts; one is found in a language where a list of that language is published."""

    model: type[Model] = ExpertProfile

    def keys(self, instance: ExpertProfile) -> Iterable[str]:
        """Return the keys of both languages."""
        return [_key(instance, language) for language in Language]

    def documents(self, instance: ExpertProfile) -> Iterable[findables.FindableDocument]:
        """Return one document for each language with a published list."""
        if not instance.is_public:
            return []
        published = set(ExpertIndexPage.objects.live().values_list("locale__language_code", flat=True))
        return [self._document(instance, language) for language in Language if language in published]

    def instances(self) -> Iterable[ExpertProfile]:
        """Return every published expert."""
        return ExpertProfile.objects.public().with_shown_data().iterator(chunk_size=500)

    def _document(self, profile: ExpertProfile, language: Language) -> findables.FindableDocument:
        with translation.override(language):
            fields = list(profile.fields.all())
            words = [
                *(term.label for term in fields),
                *(str(row.get_kind_display()) for row in profile.helps.all()),
                *(str(row.get_language_display()) for row in profile.languages.all()),
                str(profile.get_country_display()),
            ]
            return findables.FindableDocument(
                key=_key(profile, language),
                kind=findables.FindableKind.EXPERT,
                language=language.value,
                title=profile.name,
                url=queries.profile_url(profile, language),
                summary=profile.display_title,
                keywords=" ".join(words),
                body=profile.display_summary,
                sort_date=clock.local(profile.published_at).date() if profile.published_at else None,
                facets={"field": tuple(term.code for term in fields)},
            )


def list_changed(sender: type[ExpertIndexPage], instance: ExpertIndexPage, **_kwargs: Any) -> None:  # noqa: ARG001 -- a signal's receiver
    """Tell of every expert again when a list appears or disappears: their addresses hang on it."""
    if instance.live and instance.first_published_at != instance.last_published_at:
        return
    for profile in ExpertProfile.objects.public().with_shown_data().iterator(chunk_size=500):
        findables.changed(profile)
