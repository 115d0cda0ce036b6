"""The report of a delegation, and the end of its papers."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from events import permissions
from events.domain import delegations
from events.models import DelegationPaper, DelegationReport, TradePromotionPage
from portal.kernel import text
from portal.kernel.erasure import Erased
from portal.kernel.errors import DomainError, NotAllowedError
from portal.kernel.languages import Language
from portal.kernel.personal_data import EraseAction

KEPT_AFTER_TRIP: Final = timedelta(days=90)
"""Files are of no use after the trip is settled; who travelled stays for the report's figures."""


def save_report(
    *,
    programme: TradePromotionPage,
    summaries: Mapping[Language, str],
    figures: Mapping[str, int],
    publish: bool,
    by: Any,
    now: datetime,
) -> DelegationReport:
    """Keep the report of a programme; ``figures`` are travellers, contacts and agreements. Published, the public reads it.

    Raises NotAllowedError, DomainError before the end of the trip or without words in Vietnamese.
    """
    if not permissions.can_change_status(by, programme):
        raise NotAllowedError
    if publish and not delegations.is_over(programme, now):
        raise DomainError(_("The report can be published when the trip is over."), field="publish")
    words = text.paragraphs(summaries.get(Language.VIETNAMESE, ""))
    if not words:
        raise DomainError(_("Write the report in Vietnamese."), field="summary_vi")
    with transaction.atomic():
        before = DelegationReport.objects.select_for_update().filter(programme_key=programme.translation_key).first()
        report = before or DelegationReport(programme_key=programme.translation_key)
        report.summary_vi, report.summary_en = words, text.paragraphs(summaries.get(Language.ENGLISH, ""))
        for name in ("travellers", "contacts", "agreements"):
            setattr(report, name, figures.get(name, 0))
        report.published_at = (report.published_at or now) if publish else None
        report.changed_by, report.changed_at = by, now
        report.save()
    return report


def forget_papers(*, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Delete the files of trips that ended ``KEPT_AFTER_TRIP`` ago, and of programmes that are gone; a nightly sweep."""
    keys = set(
        DelegationPaper.objects.order_by().values_list("member__invitation__programme_key", flat=True).distinct()
    )
    known = dict(TradePromotionPage.objects.filter(translation_key__in=keys).values_list("translation_key", "ends_at"))
    over = [key for key in keys if key not in known or (known[key] and known[key] + KEPT_AFTER_TRIP <= now)]
    papers = list(
        DelegationPaper.objects.filter(member__invitation__programme_key__in=over).select_related("file").order_by("pk")
    )
    if not dry_run:
        with transaction.atomic():
            delegations.throw_papers_away(papers)
    return [Erased("events.DelegationPaper", EraseAction.DELETE_RECORD, len(papers))]


def report_of(key: uuid.UUID) -> DelegationReport | None:
    """Return the published report of a programme."""
    return DelegationReport.objects.filter(programme_key=key, published_at__isnull=False).first()
