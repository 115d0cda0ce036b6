"""A portal that grows: its sections once, then so many technologies, events, organisations and stories as are asked for."""

import random
from typing import Any

TERMS = 12


def plant(site: Any) -> None:
    """Make the sections, the terms and the places that the things need."""
    from portal.vocabularies.enums import PlaceLevel, VocabularyCode
    from portal.vocabularies.models import AdministrativeUnit
    from tests.factories import events, exhibitors, news, showcase

    market = showcase.make_market(site)
    market.organisation.is_illustrative = True
    market.organisation.save()
    events.make_index(site)
    news.make_newsroom(site)
    province = AdministrativeUnit.objects.get(code="bac-ninh")
    for number in range(TERMS):
        exhibitors.make_term(VocabularyCode.FIELD, f"field-{number}")
        exhibitors.make_term(VocabularyCode.AUDIENCE, f"audience-{number}")
        AdministrativeUnit.objects.get_or_create(
            code=f"commune-{number}",
            defaults={
                "name_vi": f"Xã {number}",
                "name_en": f"Commune {number}",
                "level": PlaceLevel.COMMUNE,
                "parent": province,
            },
        )


def grow(number: int, *, seed: int) -> None:
    """Add so many of each kind, as ``manage.py build_demo --scale`` does."""
    from django.db import connection

    from portal.demo import bulk, bulk_stories

    def quiet(_line: str) -> None:
        pass

    bulk.add(number=number, seed=seed, say=quiet)
    chance = random.Random(seed)
    bulk_stories.organisations(number, chance, quiet)
    bulk_stories.stories(number, chance, quiet)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA optimize" if connection.vendor == "sqlite" else "ANALYZE")


def superuser() -> Any:
    """Return a person whom the admin shows everything."""
    from portal.accounts.models import User

    found = User.objects.filter(is_superuser=True, is_active=True).first()
    return found or User.objects.create_superuser("quan-tri-do@example.org", "mat-khau-thu", full_name="Quản Trị")
