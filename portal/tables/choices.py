"""Lists for columns: terms and places, old ones too, so that old files can be read."""

from portal.kernel import clock
from portal.tables.columns import Choice
from portal.vocabularies.enums import PlaceLevel, VocabularyCode
from portal.vocabularies.models import AdministrativeUnit, Term


def terms(vocabulary: VocabularyCode) -> tuple[Choice, ...]:
    """Return the entries of a vocabulary; those that ended are not offered."""
    rows = Term.objects.filter(vocabulary=vocabulary)
    valid = set(rows.valid_on(clock.today()).values_list("pk", flat=True))  # type: ignore[attr-defined]  # its queryset
    return tuple(Choice(row.code, row.label_vi, row.label_en, row.pk in valid) for row in rows)


def places() -> tuple[Choice, ...]:
    """Return the places; districts, and what ended in law, are not offered."""
    rows = AdministrativeUnit.objects.all()
    valid = set(
        rows.valid_on(clock.today()).exclude(level=PlaceLevel.DISTRICT).values_list("pk", flat=True)  # type: ignore[attr-defined]  # its queryset
    )
    return tuple(Choice(row.code, row.name_vi, row.name_en, row.pk in valid) for row in rows)
