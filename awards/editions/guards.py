"""Guards of pages: editions under way are not deleted, and editions of other secretaries are not touched.

Entrants rely on the rules that a page shows. The admin says so before it asks; ``keep_running`` refuses whatever the way.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.models import Page

from awards import permissions
from awards.editions.enums import OVER
from awards.models import AwardEdition, AwardPage
from portal.kernel import errors

SENTENCE = _("An edition that is under way cannot be deleted. Cancel it first, or wait for its end.")


def _running(pages: Any) -> bool:
    keys = pages.filter(alias_of=None).values("translation_key")
    return AwardEdition.objects.filter(award_key__in=keys, rules__isnull=False).exclude(state__in=OVER).exists()


def keep_running(sender: Any, instance: AwardPage, **_kwargs: Any) -> None:  # noqa: ARG001 -- the signal's signature
    """Raise DomainError before a page of an edition under way is deleted, by itself or with what it stands below."""
    if _running(AwardPage.objects.filter(pk=instance.pk)):
        raise errors.DomainError(SENTENCE)


def _under(pages: Sequence[Page]) -> Q:
    under = Q(pk__in=[])
    for page in pages:
        under |= Q(path__startswith=page.path)
    return under


def refuse_strangers(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    """Return the way back where one of these pages is, or holds, an edition that others are named to look after; else None.

    Wagtail asks about the pages themselves, not about what stands below them.
    """
    keys = AwardPage.objects.filter(_under(pages)).values_list("translation_key", flat=True)
    if all(permissions.may_edit_page(request.user, key) for key in keys):
        return None
    messages.error(request, _("Others are named to look after an edition among these pages. Nothing was done."))
    return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[pages[0].get_parent().pk]))


def refuse_deleting(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    """Return the way back with a sentence where one of these pages is, or holds, an edition under way; else None."""
    if not _running(AwardPage.objects.filter(_under(pages))):
        return None
    messages.error(request, SENTENCE)
    return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[pages[0].get_parent().pk]))
