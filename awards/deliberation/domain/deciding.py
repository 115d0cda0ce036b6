"""The decision: after the clock of the public comment it makes winners of those whom the council gave prizes, all at once."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards import permissions
from awards.deliberation import council, emails
from awards.deliberation.domain import common, objections, shortlisting
from awards.deliberation.enums import MeetingState
from awards.domain import publication
from awards.editions.domain import opening
from awards.editions.enums import EditionState
from awards.editions.rules import EditionRules
from awards.enums import Honour, NominationState
from awards.ledger import domain as ledger
from awards.ledger import queries as ledger_queries
from awards.ledger.enums import LedgerKind
from awards.models import DecidedPrize, Decision, Meeting, Nomination, Shortlist
from portal.kernel import clock, errors, formats, text
from portal.media.domain import private_files
from portal.media.enums import FileKind

PURPOSE: Final = "awards.decision"
ENDED: Final = frozenset(
    {NominationState.FINALIST, NominationState.ELIGIBLE, NominationState.NOT_SELECTED, NominationState.WINNER}
)
_UNFIT: Final = re.compile(r"[^\w.:/+-]+")


@dataclass(frozen=True, slots=True)
class Document:
    """What a decision states of itself."""

    number: str
    decided_on: date
    issued_by: str
    signed_by: str
    words: str = ""


class NotReadyError(errors.DomainError):
    """Something has to be done before the decision; ``faults`` names all of it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def ranking_of(category: council.Order) -> list[dict[str, Any]]:
    """Return a category's order as the log states it."""
    return [{"rank": place.rank, "dossier": place.nomination.alias} for place in category.places]


def missing(award_key: UUID, rules: EditionRules, now: datetime) -> list[str]:
    """Return what must happen before the decision can be recorded at a moment."""
    faults = []
    shortlist = Shortlist.objects.filter(award_key=award_key).first()
    if shortlist is None:
        faults.append(_("There is no shortlist."))
    elif now < shortlist.comment_until:
        words = _("Objections are taken until before %(time)s on %(day)s.")
        until = shortlist.comment_until
        faults.append(words % {"time": formats.clock_time(until), "day": formats.short_date(clock.local(until).date())})
    if waiting := objections.unanswered(award_key):
        faults.append(
            ngettext("%(number)d objection is not answered.", "%(number)d objections are not answered.", waiting)
            % {"number": waiting}
        )
    if Meeting.objects.filter(award_key=award_key, state=MeetingState.OPEN).exists():
        faults.append(_("A meeting of the council is under way: close it."))
    untallied = council.untallied(rules, ledger_queries.entries(award_key))
    if untallied:
        titles = ", ".join(shortlisting.title_of(rules, code) for code in untallied)
        faults.append(_("The tally of the public vote is not in the log for: %(categories)s.") % {"categories": titles})
        return faults
    prizes = awarded(award_key)
    for code, order in council.orders(award_key, rules).items():
        if council.unparted(award_key, rules, order, prizes):
            words = _("Equal dossiers of “%(category)s” fare differently: the council has to vote on them.")
            faults.append(words % {"category": shortlisting.title_of(rules, code)})
    return faults


def awarded(
    award_key: UUID, states: Collection[NominationState] = frozenset({NominationState.FINALIST})
) -> dict[int, Honour]:
    """Return the prizes of those who are still finalists, or in other states, by the dossier's key."""
    found = Nomination.objects.filter(award_key=award_key, state__in=states)
    prizes = council.prizes(award_key)
    return {pk: prizes[pk] for pk in found.values_list("pk", flat=True) if pk in prizes}


def stated(document: Document) -> Document:
    """Return what a document states in one form; DomainError with the field for what it leaves out."""
    made = Document(
        number=text.line(document.number),
        decided_on=document.decided_on,
        issued_by=text.line(document.issued_by),
        signed_by=text.line(document.signed_by),
        words=text.paragraphs(document.words),
    )
    for name, sentence in (
        ("number", _("Write the number of the decision.")),
        ("issued_by", _("Write who issued the decision.")),
        ("signed_by", _("Write who signed the decision.")),
    ):
        if not getattr(made, name):
            raise errors.DomainError(sentence, field=name)
    return made


def code_of(number: str) -> str:
    """Return the number of a decision as the log can hold it: without blanks and signs that no code has."""
    return _UNFIT.sub("-", unicodedata.normalize("NFC", number)).strip("-")[:80] or "-"


@transaction.atomic
def record_decision(
    *, award_key: UUID, document: Document, by: Any, now: datetime, file: "UploadedFile[Any] | None" = None
) -> Decision:
    """Record the decision, make winners and the rest not selected, publish the pages, write the ranking to the log; return it.

    ``now`` is the database's clock. Raises NotReadyError with all that is missing, DomainError with the field for what the document
    states wrongly, IllegalMoveError outside public comment or where it is recorded already.
    """
    if not permissions.can_manage_edition(by, award_key):
        raise errors.NotAllowedError
    # Pages before the edition, as every step of it does.
    opening.locked_edition(award_key)
    edition, rules = common.locked(award_key)
    if edition.state != EditionState.PUBLIC_COMMENT or Decision.objects.filter(award_key=award_key).exists():
        raise errors.IllegalMoveError
    if faults := missing(award_key, rules, now):
        raise NotReadyError(faults)
    said = stated(document)
    shortlist = Shortlist.objects.get(award_key=award_key)
    today = clock.local(now).date()
    if not clock.local(shortlist.published_at).date() <= said.decided_on <= today:
        raise errors.DomainError(
            _("The decision is dated between the publication of the shortlist and today."), field="decided_on"
        )
    decision = kept(award_key=award_key, stated=said, file=file, by=by, now=now)
    orders, prizes = council.orders(award_key, rules), awarded(award_key)
    _end_dossiers(award_key, prizes, said, by, now)
    keep_prizes(decision, prizes)
    tell_pages(award_key, said, by)
    emails.decided(decision=decision)
    log_decision(decision, orders, now)
    return decision


def kept(
    *, award_key: UUID, stated: Document, file: "UploadedFile[Any] | None", by: Any, now: datetime, **more: Any
) -> Decision:
    """Keep the record of a decision with its document, and return it; IllegalMoveError where another was quicker."""
    document = digest = None
    if file is not None:
        document = private_files.store(
            file=file, purpose=PURPOSE, subject=str(award_key), field="file", by=by, now=now, kinds=(FileKind.PDF,)
        )
        with document.file.open("rb") as content:
            digest = hashlib.sha256(content.read()).hexdigest()
    try:
        with transaction.atomic():
            return Decision.objects.create(
                award_key=award_key,
                number=stated.number,
                decided_on=stated.decided_on,
                issued_by=stated.issued_by,
                signed_by=stated.signed_by,
                words=stated.words,
                file=document,
                file_sha256=digest or "",
                recorded_at=now,
                recorded_by=by,
                **more,
            )
    except IntegrityError:
        raise errors.IllegalMoveError from None


def keep_prizes(decision: Decision, prizes: Mapping[int, Honour]) -> None:
    """Keep which prizes a decision gives, by the dossier's key."""
    DecidedPrize.objects.bulk_create(
        DecidedPrize(decision=decision, nomination_id=pk, honour=honour) for pk, honour in sorted(prizes.items())
    )


def log_decision(decision: Decision, orders: Mapping[str, council.Order], now: datetime) -> None:
    """Write into the log by which ranking an edition is decided; the last thing in the transaction."""
    acts: list[ledger.Act] = [
        (LedgerKind.DECISION, _body(code, order, decision)) for code, order in sorted(orders.items())
    ]
    ledger.append_all(award_key=decision.award_key, acts=acts, now=now)


def _body(code: str, order: council.Order, decision: Decision) -> dict[str, Any]:
    body = {
        "category": code,
        "ranking": ranking_of(order),
        "number": code_of(decision.number),
        "date": decision.decided_on.isoformat(),
    }
    if decision.replaces is not None:
        body["replaces"] = code_of(decision.replaces.number)
    return body | ({"document": decision.file_sha256} if decision.file_sha256 else {})


def _end_dossiers(award_key: UUID, prizes: Mapping[int, Honour], stated: Document, by: Any, now: datetime) -> None:
    reason = _("Decision %(number)s") % {"number": stated.number}
    rows = Nomination.objects.filter(
        award_key=award_key, state__in=[NominationState.FINALIST, NominationState.ELIGIBLE]
    )
    for nomination in rows.order_by("pk"):
        honour = prizes.get(nomination.pk)
        publication.decide_nomination(
            nomination=nomination,
            to=NominationState.WINNER if honour is not None else NominationState.NOT_SELECTED,
            by=by,
            now=now,
            reason=reason,
            honour=honour,
        )


def tell_pages(award_key: UUID, stated: Document, by: Any) -> None:
    """Publish number and day on the pages of both languages; a draft that waits gets them too."""
    for page in opening.pages_of(award_key).values():
        draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
        if page.live:
            page.decision_number, page.decided_on = stated.number[:60], stated.decided_on
            # Who may record the decision was asked above; rights on the page tree are for editing by hand.
            page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
        if draft is not None:
            draft.decision_number, draft.decided_on = stated.number[:60], stated.decided_on
            draft.save_revision(user=by, clean=False)


def undecided(award_key: UUID, _rules: EditionRules) -> list[str]:
    """Return what keeps an edition in public comment; nothing where no dossier came so far."""
    if Decision.objects.filter(award_key=award_key).exists():
        return []
    if not Nomination.objects.filter(award_key=award_key, state__in=ENDED).exists():
        return []
    return [_("The decision is not recorded.")]
