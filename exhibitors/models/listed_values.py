"""The values by which the directory is filtered, in the order of names (``portal.pages.in_order``)."""

from typing import ClassVar

from django.db import models

from exhibitors import sorting
from portal.pages.in_order import RELATION, ListedValue


class OrganisationValue(ListedValue):
    """A role, a field or the kind of an organisation; made from it, never edited. The state stands in the index of names."""

    organisation = models.ForeignKey(
        "exhibitors.Organisation", on_delete=models.CASCADE, related_name=RELATION, db_index=False
    )
    sort_key = models.CharField(max_length=sorting.KEY_LENGTH)
    sort_key_en = models.CharField(max_length=sorting.KEY_LENGTH)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "value"], name="organisationvalue_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["value", "sort_key", "organisation"], name="organisationvalue_by_name"),
            models.Index(fields=["value", "sort_key_en", "organisation"], name="organisationvalue_by_name_en"),
        ]
