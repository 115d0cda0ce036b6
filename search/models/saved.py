"""Searches that visitors keep by mail, and when each document first appeared."""

import uuid
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.kernel.languages import Language
from search.enums import DigestRhythm

LONGEST_PARAMETERS: Final = 4000


class SearchArrival(models.Model):
    """When a document first became public. It stays when the document goes, so that what comes back is not new again."""

    key = models.CharField(max_length=120, unique=True)
    item = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=Language.choices)
    arrived_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("first appearance of a search document")
        verbose_name_plural = _("first appearances of search documents")
        indexes: ClassVar = [models.Index(fields=["item", "arrived_at"], name="search_arrival_of_item")]

    def __str__(self) -> str:
        return self.key


class SavedSearch(models.Model):
    """One search that one address keeps; deleted as soon as it ends. Nothing is sent before the address confirms.

    ``parameters`` are the canonical parameters of the page of results, ``fingerprint`` a digest of them and the language
    whatever the case of letters. ``told_through`` is the instant up to which new documents were told.
    """

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    parameters = models.TextField(_("what is searched for"), max_length=LONGEST_PARAMETERS)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, editable=False)
    rhythm = models.CharField(_("how often"), max_length=8, choices=DigestRhythm.choices)
    form_key = models.UUIDField(_("key of the form"), unique=True, default=uuid.uuid4, editable=False)
    asked_at = models.DateTimeField(_("asked for at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    told_through = models.DateTimeField(_("told up to"), null=True, blank=True)

    class Meta:
        verbose_name = _("kept search")
        verbose_name_plural = _("kept searches")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["rhythm", "told_through"], condition=Q(confirmed_at__isnull=False), name="search_saved_due"
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["email", "fingerprint"], name="search_saved_once_for_each_address"),
            models.CheckConstraint(condition=Q(rhythm__in=DigestRhythm.values), name="search_saved_rhythm_known"),
            models.CheckConstraint(condition=~Q(parameters=""), name="search_saved_searches_for_something"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, told_through=None)
                | Q(confirmed_at__isnull=False, told_through__isnull=False),
                name="search_saved_confirmed_has_mark",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)
