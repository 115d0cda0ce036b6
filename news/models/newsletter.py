"""Subscriptions to the newsletter: an address, what it wants to read, how often."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.enums import NewsletterRhythm, SubscriptionEnd, SubscriptionState
from portal.kernel.languages import Language
from portal.vocabularies.enums import VocabularyCode


class NewsletterSubscription(models.Model):
    """One address that asked for the newsletter. Nothing is sent to it before its owner has confirmed it.

    ``sent_through`` is the instant up to which stories were told; the next issue begins there.
    """

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    rhythm = models.CharField(_("how often"), max_length=8, choices=NewsletterRhythm.choices)
    audiences = models.ManyToManyField(
        "vocabularies.Term",
        verbose_name=_("audiences"),
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": VocabularyCode.AUDIENCE},
        help_text=_("None means every story."),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=SubscriptionState.choices, default=SubscriptionState.UNCONFIRMED
    )
    form_key = models.UUIDField(_("key of the form"), unique=True, default=uuid.uuid4, editable=False)
    asked_at = models.DateTimeField(_("asked for at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    sent_through = models.DateTimeField(_("told up to"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=16, choices=SubscriptionEnd.choices, blank=True)

    class Meta:
        verbose_name = _("subscription to the newsletter")
        verbose_name_plural = _("subscriptions to the newsletter")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["rhythm", "sent_through"],
                condition=models.Q(state=SubscriptionState.ACTIVE),
                name="newsletter_due",
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(state__in=[SubscriptionState.UNCONFIRMED, SubscriptionState.ACTIVE]),
                name="newsletter_one_for_each_address",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=SubscriptionState.values), name="newsletter_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(rhythm__in=NewsletterRhythm.values), name="newsletter_rhythm_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=SubscriptionState.UNCONFIRMED, confirmed_at=None, sent_through=None)
                | ~models.Q(state=SubscriptionState.UNCONFIRMED)
                & models.Q(confirmed_at__isnull=False, sent_through__isnull=False),
                name="newsletter_confirmed_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state=SubscriptionState.ENDED, ended_at__isnull=False) & ~models.Q(end_reason="")
                | ~models.Q(state=SubscriptionState.ENDED) & models.Q(ended_at=None, end_reason=""),
                name="newsletter_ended_says_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)
