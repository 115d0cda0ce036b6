"""Organisations as the search finds them, in both languages."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _

from exhibitors import queries
from exhibitors.models import DirectoryPage, Organisation
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.pages import findables


def _key(organisation: Organisation, language: Language) -> str:
    return f"organisation:{organisation.pk}:{language}"


def _product_words(organisation: Organisation) -> Iterable[str]:
    return (f"{product.display_name}: {product.display_text}" for product in organisation.products.all())


def _tax_numbers(organisation: Organisation) -> tuple[str, ...]:
    """Return the tax code as it is written and in one row; nothing where it would identify a person."""
    written = organisation.public_tax_code
    return tuple(dict.fromkeys((written, written.replace("-", "")))) if written else ()


def _tax_words(numbers: tuple[str, ...]) -> tuple[str, ...]:
    """Return the numbers with what people type before them."""
    return ("MST", _("Tax code"), *numbers) if numbers else ()


class OrganisationSource:
    """Describes public organisations; one is found in a language where a directory of that language is published."""

    model: type[Model] = Organisation

    def keys(self, instance: Organisation) -> Iterable[str]:
        """Return the keys of both languages."""
        return [_key(instance, language) for language in Language]

    def documents(self, instance: Organisation) -> Iterable[findables.FindableDocument]:
        """Return one document for each language with a published directory."""
        if not instance.is_public:
            return []
        published = set(DirectoryPage.objects.live().values_list("locale__language_code", flat=True))
        return [self._document(instance, language) for language in Language if language in published]

    def instances(self) -> Iterable[Organisation]:
        """Return every public organisation."""
        return Organisation.objects.public().with_profile_data().iterator(chunk_size=500)

    def _document(self, organisation: Organisation, language: Language) -> findables.FindableDocument:
        with translation.override(language):
            roles, fields = list(organisation.roles.all()), list(organisation.fields.all())
            place = organisation.place
            places = [unit for unit in (place, place.parent if place else None) if unit]
            words = [organisation.kind, *roles, *fields, *places]
            other = organisation.name if language is Language.ENGLISH else organisation.name_en
            numbers = _tax_numbers(organisation)
            return findables.FindableDocument(
                key=_key(organisation, language),
                kind=findables.FindableKind.ORGANISATION,
                language=language.value,
                title=organisation.display_name,
                url=queries.profile_url(organisation, language),
                summary=organisation.display_summary,
                keywords=" ".join([*(str(word) for word in words), other, *_tax_words(numbers)]).strip(),
                body=" ".join([organisation.display_description, *_product_words(organisation)]).strip(),
                sort_date=clock.local(organisation.updated_at).date(),
                facets={
                    "kind": (organisation.kind.code,),
                    "role": tuple(term.code for term in roles),
                    "field": tuple(term.code for term in fields),
                    "place": (place.code,) if place else (),
                },
                identifiers=numbers,
                picture=organisation.logo,
            )


def directory_changed(sender: type[DirectoryPage], instance: DirectoryPage, **_kwargs: Any) -> None:  # noqa: ARG001 -- a signal's receiver
    """Tell of every organisation again when a directory appears or disappears: their addresses hang on it."""
    if instance.live and instance.first_published_at != instance.last_published_at:
        return
    for organisation in Organisation.objects.public().with_profile_data().iterator(chunk_size=500):
        findables.changed(organisation)
