"""Invented documents for the bench of the search, with words drawn as unevenly as a language uses them."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

LEAD: Final = 20
BODY: Final = 90
USUAL: Final = 1 / 3


def vocabulary(chance: random.Random) -> tuple[list[str], list[float]]:
    """Return syllables of invented spelling and how often each is used: the n-th a n-th as often as the first (Zipf)."""
    from portal.demo.market_bulk import ONSETS, RHYMES

    found = [onset + rhyme + coda for onset in ONSETS for rhyme in RHYMES for coda in ("", "g", "h", "p", "t")]
    chance.shuffle(found)
    return found, [1 / (place + 10) for place in range(len(found))]


def usual_words(number: int) -> tuple[str, str]:
    """Return the two commonest words that stand in no more than a third of the texts of ``documents``."""
    words, weights = vocabulary(random.Random(number))
    whole = sum(weights)
    first = next(place for place, weight in enumerate(weights) if 1 - (1 - weight / whole) ** (LEAD + BODY) <= USUAL)
    return words[first], words[first + 1]


def documents(number: int, chance: random.Random) -> Iterator[Any]:
    """Yield ``number`` technologies and a fifth as many news, each in Vietnamese."""
    from portal.demo import bulk
    from portal.kernel import clock
    from portal.pages.findables import FindableDocument, FindableKind

    words, weights = vocabulary(chance)
    today = clock.today()
    for place in range(number + number // 5):
        kind = FindableKind.TECHNOLOGY if place < number else FindableKind.NEWS
        thing = "Khí canh" if place % 100 == 0 else chance.choice(bulk.THINGS)
        title = f"{thing} {chance.choice(bulk.MERITS)} cho {chance.choice(bulk.CHAINS)}, mẫu số {place}"
        yield FindableDocument(
            key=f"bench:{place}",
            kind=kind,
            language="vi",
            title=title,
            url=f"/{place}/",
            summary=" ".join(chance.choices(words, weights, k=LEAD)),
            body=" ".join(chance.choices(words, weights, k=BODY)),
            sort_date=today - timedelta(days=chance.randrange(1500)),
            facets={
                "field": (f"field-{chance.randrange(12)}",),
                "place": (f"place-{chance.randrange(99)}",),
                "trl": (chance.choice(("research", "trial", "ready")),),
            },
        )
