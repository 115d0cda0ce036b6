"""Two searches that an invented visitor keeps by mail: one confirmed, one whose link waits to be opened."""

import uuid
from datetime import timedelta
from typing import Final

from portal.demo.builders.common import Build
from portal.kernel.languages import Language
from search.enums import DigestRhythm
from search.models import SavedSearch
from search.saved import wanted
from search.saved.domain import keeping

KEEPER: Final = "tim-giup@example.org"
KEPT: Final = "q=máy sấy&kind=technology"
WAITING: Final = "q=hội chợ công nghệ"


def build(context: Build) -> None:
    """Keep both, the first for some days already."""
    _ask(context, KEPT, DigestRhythm.WEEKLY, days_ago=9)
    for saved in SavedSearch.objects.filter(email=KEEPER):
        keeping.confirm(saved=saved, now=context.now - timedelta(days=9))
    _ask(context, WAITING, DigestRhythm.DAILY, days_ago=1)


def _ask(context: Build, parameters: str, rhythm: DigestRhythm, *, days_ago: int) -> None:
    wish = keeping.Wish(wanted.read(parameters), Language.VIETNAMESE, rhythm)
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{parameters}")
    keeping.ask(email=KEEPER, wish=wish, form_key=key, now=context.now - timedelta(days=days_ago))
