"""The values by which technologies and needs are filtered, in the order of the lists (``portal.pages.in_order``)."""

from typing import ClassVar

from django.db import models

from portal.pages.in_order import RELATION, ListedValue


class _PageValue(ListedValue):
    """A value with the date by which technologies and needs are listed."""

    listed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "value"], name="%(class)s_once")]
        indexes: ClassVar = [models.Index(fields=["value", "-listed_at", "-page"], name="%(class)s_order")]


class TechnologyValue(_PageValue):
    """A field, a band of maturity, a form of transfer or the owner's kind of a technology; made from it, never edited."""

    page = models.ForeignKey("showcase.TechnologyPage", on_delete=models.CASCADE, related_name=RELATION, db_index=False)

    class Meta(_PageValue.Meta):
        pass


class NeedValue(_PageValue):
    """A field, a band of maturity, a budget or the status of a need; made from it, never edited."""

    page = models.ForeignKey("showcase.NeedPage", on_delete=models.CASCADE, related_name=RELATION, db_index=False)

    class Meta(_PageValue.Meta):
        pass
