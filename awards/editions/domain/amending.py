"""Changing frozen rules: recorded with reason and legal basis, told to the entrants, written into the pages."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from awards import permissions
from awards.editions import limits, snapshot, tasks
from awards.editions import rules as edition_rules
from awards.editions.domain import recording
from awards.editions.domain.opening import NotReadyError, locked_edition, pages_of
from awards.editions.enums import OVER, SCORING_BEGAN
from awards.editions.faults import faults
from awards.enums import PhaseKind
from awards.ledger.enums import LedgerKind
from awards.models import AwardEdition, AwardPage, EditionAmendment
from portal.kernel import errors, text

DECIDING = frozenset(
    {
        "criteria",
        "method",
        "procedure",
        "trim",
        "tie_breaks",
        "public_share",
        "curve",
        "jurors_per_dossier",
        "quorum",
    }
)
"""What turns scores into a result: nobody may change it once somebody can know the scores."""
IDENTITY = frozenset({"version", "code", "key", "kind"})


def scoring_began(*, edition: AwardEdition, now: datetime) -> bool:
    """Return whether jurors may have scored: by the edition's state, or by the day that its rules name."""
    scoring = edition_rules.from_json(edition.rules or {}).phase(PhaseKind.SCORING)
    return edition.state in SCORING_BEGAN or (scoring is not None and now >= scoring.starts)


def closed_paths(*, edition: AwardEdition, now: datetime) -> frozenset[str]:
    """Return the paths of ``rules.leaves`` that no amendment may change any more."""
    data = edition.rules or {}
    rules = edition_rules.from_json(data)
    began = scoring_began(edition=edition, now=now)
    closed = set()
    for path in edition_rules.leaves(data):
        head, _dot, rest = path.partition(".")
        last = path.rpartition(".")[2]
        phase = rules.phase(PhaseKind(rest.partition(".")[0])) if head == "phases" else None
        if (
            last in IDENTITY
            or (head == "criteria" and path.split(".")[2:3] == ["levels"] and last == "points")
            or (began and head in DECIDING)
            or (phase is not None and (phase.ends <= now or (last == "starts" and phase.starts <= now)))
        ):
            closed.add(path)
    return frozenset(closed)


def over(rules: edition_rules.EditionRules, now: datetime) -> frozenset[PhaseKind]:
    """Return the phases that are over: rules may keep them although they lie in the past."""
    return frozenset(phase.kind for phase in rules.phases if phase.ends <= now)


@transaction.atomic
def amend_edition(
    *,
    award_key: UUID,
    changes: Mapping[str, Any],
    reason: str,
    legal_basis: str,
    by: Any,
    now: datetime,
    reason_en: str = "",
) -> EditionAmendment:
    """Change frozen rules at some paths of ``rules.leaves``, and return the record.

    The rules before stay in it; the pages of both languages are published with the new ones; everybody with a nomination
    that was not withdrawn is told by mail.

    Raises NotAllowedError for others than its secretaries, DomainError where nothing was frozen or everything is over, where
    nothing changes, reason or legal basis are missing, a path may not be changed any more, a text is too long, or a page
    cannot be published with the new rules; NotReadyError with every fault of the new rules.
    """
    if not permissions.can_manage_edition(by, award_key):
        raise errors.NotAllowedError
    edition = locked_edition(award_key)
    if not edition.is_frozen or edition.state in OVER:
        raise errors.DomainError(_("Only the rules of an edition that is under way can be amended."))
    before = edition.rules or {}
    old = edition_rules.leaves(before)
    wanted = {path: value for path, value in changes.items() if old.get(path) != value}
    words, basis = text.paragraphs(reason), text.paragraphs(legal_basis)
    _check(edition=edition, wanted=wanted, known=old.keys(), words=words, basis=basis, now=now)
    after = edition_rules.changed(before, wanted)
    rules = edition_rules.from_json(after)
    if found := faults(rules, now, over=over(edition_rules.from_json(before), now)):
        raise NotReadyError(found)
    # The canonical spelling: what was typed may write an instant or a text otherwise.
    after = edition_rules.to_json(rules)
    digest_before, edition.rules, edition.rules_digest = edition.rules_digest, after, edition_rules.digest(after)
    edition.save(update_fields=["rules", "rules_digest"])
    amendment = EditionAmendment.objects.create(
        edition=edition,
        number=edition.amendments.count() + 1,
        at=now,
        by=by,
        reason=words,
        reason_en=text.paragraphs(reason_en),
        legal_basis=basis,
        changes={path: [old[path], value] for path, value in sorted(wanted.items())},
        rules_before=before,
        digest_before=digest_before,
        digest_after=edition.rules_digest,
    )
    for language, page in pages_of(award_key).items():
        try:
            _write(page=page, rules=rules, language=language, by=by)
        except ValidationError as error:
            raise _refused(error, title=page.title) from error
    tasks.tell_amendment.enqueue(amendment.pk)
    recording.state_rules(edition=edition, kind=LedgerKind.AMENDMENT, now=now, number=amendment.number)
    return amendment


def _check(
    *,
    edition: AwardEdition,
    wanted: Mapping[str, Any],
    known: Collection[str],
    words: str,
    basis: str,
    now: datetime,
) -> None:
    if not wanted:
        raise errors.DomainError(_("Nothing was changed."))
    if not words:
        raise errors.DomainError(_("Please state the reason."), field="reason")
    if not basis:
        raise errors.DomainError(
            _("Please state on which legal basis the rules change."), field="legal_basis_of_change"
        )
    closed = closed_paths(edition=edition, now=now)
    for path in wanted:
        if path not in known:
            raise errors.DomainError(_("The rules have no such part."))
        most = limits.longest(path)
        if most is not None and len(wanted[path]) > most:
            raise errors.DomainError(_("At most %(most)d characters are possible here.") % {"most": most}, field=path)
        if path not in closed:
            continue
        if path.partition(".")[0] in DECIDING and scoring_began(edition=edition, now=now):
            raise errors.DomainError(
                _("Criteria, weights and how the result is found cannot be changed after scoring began."), field=path
            )
        raise errors.DomainError(_("This part of the rules cannot be changed any more."), field=path)


def _write(*, page: AwardPage, rules: edition_rules.EditionRules, language: str, by: Any) -> None:
    """Publish the page as readers see it with the new rules; a draft that waits keeps its words, with the new rules too."""
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
    if page.live:
        snapshot.write(page, rules, language)
        # Who may amend was asked above; rights on the page tree are for editing by hand.
        page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    if draft is not None:
        snapshot.write(draft, rules, language)
        # A draft may lack what only a publication asks for.
        draft.save_revision(user=by, clean=False)


def _refused(error: ValidationError, *, title: str) -> errors.DomainError:
    """Return what keeps a page from being published, with the rule to blame where it is one."""
    fields = list(error.message_dict) if hasattr(error, "error_dict") else []
    words = _("“%(page)s” cannot be published with these rules: %(problems)s")
    return errors.DomainError(
        words % {"page": title, "problems": " ".join(error.messages)},
        field=next((snapshot.RULES[name] for name in fields if name in snapshot.RULES), None),
    )
