"""The invented edition that ran from its call to its decision, through the rooms' domain functions, each at its moment.

Steps without an underscore can be taken for some of the dossiers or jurors: a browser test takes the others by hand.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile

from awards.dossiers import calls
from awards.dossiers.domain import files, handing_in, writing
from awards.editions.domain import opening, presets
from awards.editions.enums import EditionState, Preset
from awards.jury.domain import assigning, conflicts, jurors
from awards.jury.enums import AssignmentState
from awards.marking.domain import sheets
from awards.models import Assignment, AwardPage, Nomination
from awards.screening import rules as screening_rules
from awards.screening.domain import checking, cures
from awards.screening.enums import Outcome
from portal.accounts.models import User
from portal.demo import moments, people
from portal.demo.builders import contest_council
from portal.demo.builders.common import Build
from portal.demo.builders.contest_shape import Contest
from portal.demo.builders.showcase import EMPTY_PDF
from portal.demo.specs import contest as spec
from portal.demo.specs.shapes import Words
from portal.kernel import clock
from portal.kernel.languages import Language

ANSWER: Final = Words(
    "Số liệu đo và cách làm được nêu trong tài liệu kèm theo (nội dung minh họa).",
    "Figures and method are in the attached paper (sample text).",
)
NOTE: Final = "Áp dụng chưa đủ sáu tháng tính đến ngày nộp (nội dung minh họa)."
CURE: Final = "Đề nghị bổ sung xác nhận của nơi áp dụng (nội dung minh họa)."


def build(context: Build) -> None:
    """Let the edition run; every step stands at the moment at which it would have happened."""
    first = clock.at(clock.local(context.now).date() - timedelta(days=spec.CALL_DAYS_AGO))
    with moments.at(first + timedelta(hours=8)):
        contest = _open(context, first)
    for days, step in (
        (20, hand_in),
        (46, _screen),
        (49, _complete),
        (51, _invite),
        (54, _assign),
        (61, _score),
        (70, _declare_late),
        (82, contest_council.deliberate),
        (89, contest_council.comment),
        (103, contest_council.decide),
        (106, contest_council.honour),
        (110, contest_council.appeal),
    ):
        with moments.at(contest.at(days)):
            step(contest)


def _open(context: Build, first: datetime) -> Contest:
    secretary = context.people["secretary"]
    parent = context.pages["award-programme"] if "award-programme" in context.pages else context.sections["awards"]
    page = presets.start_edition(
        parent=parent,
        preset=Preset.INNOVATION,
        title=spec.TITLE.vi,
        title_en=spec.TITLE.en,
        year=first.year,
        call_from=clock.local(first).date(),
        by=secretary,
    )
    twin = AwardPage.objects.get(translation_key=page.translation_key, locale__language_code=Language.ENGLISH)
    for one, language in ((page, Language.VIETNAMESE.value), (twin, Language.ENGLISH.value)):
        one.lead, one.legal_basis = getattr(spec.LEAD, language), getattr(spec.LEGAL_BASIS, language)
        one.budget_source, one.contact = getattr(spec.BUDGET, language), "giai-thuong@example.org"
        one.organiser = context.organisations["so-khcn"]
        one.save_revision(user=secretary).publish()
    opening.open_edition(award_key=page.translation_key, by=secretary, now=clock.now())
    context.pages["contest"] = page
    call = calls.find(page.translation_key)
    if call is None:
        raise LookupError("the call of the contest did not open")
    return Contest(context, first, page, call, secretary, {}, {})


def hand_in(contest: Contest, chosen: Iterable[spec.DossierSpec] = spec.DOSSIERS) -> None:
    """Write dossiers and hand them in."""
    for one in chosen:
        organisation = contest.context.organisations[one.organisation]
        lead = contest.lead(one)
        made = writing.start_dossier(
            award_key=contest.page.translation_key,
            basics=writing.Basics(
                category_code=one.category,
                title=one.title.vi,
                title_en=one.title.en,
                summary=one.merits.vi,
                summary_en=one.merits.en,
                nominee_name=organisation.name,
                organisation=organisation,
            ),
            by=lead,
            now=clock.now(),
        )
        _fill(contest, made, lead)
        contest.dossiers[one.key] = handing_in.submit_dossier(nomination=made, by=lead)


def _fill(contest: Contest, nomination: Nomination, by: User) -> None:
    for answer in nomination.answers.all():
        writing.save_answer(
            nomination=nomination, key=answer.key, words=ANSWER.vi, by=by, now=clock.now(), seen_at=answer.saved_at
        )
    for document in contest.call.rules.documents:
        for is_twin in (False, True) if document.anonymise else (False,):
            if document.required:
                name = "ban-khong-ten.pdf" if is_twin else f"{document.key}.pdf"
                files.put_file(
                    nomination=nomination,
                    key=document.key,
                    is_twin=is_twin,
                    file=SimpleUploadedFile(name, EMPTY_PDF, content_type="application/pdf"),
                    by=by,
                    now=clock.now(),
                    replaces=None,
                )


def _check(contest: Contest, key: str, *, doubt: Outcome | None = None, note: str = "") -> None:
    """Answer every rule about a dossier; the first one is in doubt where there is a doubt."""
    nomination = contest.fresh(key)
    for place, rule in enumerate(screening_rules.of(contest.call.rules, nomination)):
        outcome = doubt if doubt is not None and not place else Outcome.PASS
        checking.save_check(
            nomination=nomination,
            key=rule.key,
            outcome=outcome,
            note=note if outcome is not Outcome.PASS else "",
            by=contest.secretary,
            now=clock.now(),
        )


def _screen(contest: Contest) -> None:
    contest.move(EditionState.SCREENING)
    screen(contest, spec.DOSSIERS)


def screen(contest: Contest, chosen: Iterable[spec.DossierSpec]) -> None:
    """Find dossiers eligible or not, or ask to complete them."""
    by = contest.secretary
    for one in chosen:
        if one.is_ineligible:
            _check(contest, one.key, doubt=Outcome.FAIL, note=NOTE)
            checking.find_ineligible(nomination=contest.fresh(one.key), reason=NOTE, by=by, now=clock.now())
        elif one.needs_cure:
            _check(contest, one.key, doubt=Outcome.UNCLEAR, note=CURE)
            wanted = [f"document:{contest.call.rules.documents[0].key}"]
            cures.ask_cure(nomination=contest.fresh(one.key), wanted=wanted, words=CURE, by=by)
        else:
            _check(contest, one.key)
            checking.find_eligible(nomination=contest.fresh(one.key), by=by, now=clock.now())


def _complete(contest: Contest) -> None:
    for one in spec.DOSSIERS:
        if one.needs_cure:
            cures.answer_cure(nomination=contest.fresh(one.key), by=contest.lead(one))
            _check(contest, one.key)
            checking.find_eligible(nomination=contest.fresh(one.key), by=contest.secretary, now=clock.now())


def _account(one: spec.JurorSpec) -> User:
    user = User.objects.create_user(one.email, people.PASSWORD, full_name=one.name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _invite(contest: Contest) -> None:
    for one in spec.JURORS:
        seat(contest, one, _account(one))


def seat(contest: Contest, one: spec.JurorSpec, user: User) -> None:
    """Let somebody be invited, accept, and say with which dossiers there is a conflict."""
    juror = jurors.invite(
        award_key=contest.page.translation_key,
        email=user.email,
        full_name=one.name,
        workplace=one.workplace,
        position=one.position,
        is_reserve=one.is_reserve,
        by=contest.secretary,
        now=clock.now(),
    )
    juror = jurors.accept(juror=juror, by=user, now=clock.now())
    if one.is_chair:
        juror = jurors.set_chair(juror=juror, by=contest.secretary, now=clock.now())
    juror = conflicts.bind(
        juror=juror,
        words=conflicts.declaration_words(),
        affiliations=one.workplace,
        by=user,
        now=clock.now(),
    )
    contest.jurors[one.key] = juror
    conflicts.look_through(juror=juror, keys=(), reason="", by=user, now=clock.now())
    if one.conflict_with and not one.is_late:
        conflicts.declare(
            juror=juror,
            nomination=contest.fresh(one.conflict_with),
            reason=f"Cùng cơ quan: {one.workplace}",
            by=user,
            now=clock.now(),
        )


def _assign(contest: Contest) -> None:
    assigning.assign(award_key=contest.page.translation_key, by=contest.secretary, now=clock.now())


def _sheet(contest: Contest, assignment: Assignment, one: spec.DossierSpec, place: int) -> None:
    """Confirm that there is no conflict, fill a sheet in and hand it in; jurors differ by a point where they may."""
    user = assignment.juror.user
    if assignment.state == AssignmentState.GIVEN:
        conflicts.confirm(juror=assignment.juror, nomination=assignment.nomination, by=user, now=clock.now())
    points = {}
    for number, criterion in enumerate(contest.call.rules.criteria):
        drift = 0 if one.is_steady else (place + number) % 3 - 1
        points[criterion.key] = max(0, min(criterion.max_points, one.marks[number % len(one.marks)] + drift))
    row = Assignment.objects.get(pk=assignment.pk)
    sheet = sheets.save_draft(
        assignment=row, words=sheets.Words(points=points, remark=spec.REMARK.vi), by=user, now=clock.now()
    )
    sheets.hand_in(assignment=row, by=user, seen_at=sheet.saved_at)


def _score(contest: Contest) -> None:
    contest.move(EditionState.SCORING)
    hand_in_sheets(contest)


def hand_in_sheets(contest: Contest) -> None:
    """Let every juror score what is not scored yet."""
    for one in spec.DOSSIERS:
        live = Assignment.objects.filter(nomination=contest.dossiers[one.key], sheet=None)
        rows = live.exclude(state=AssignmentState.VOID).select_related("juror__user", "nomination").order_by("pk")
        for place, assignment in enumerate(rows):
            _sheet(contest, assignment, one, place)


def _declare_late(contest: Contest) -> None:
    """One conflict is told late: what that juror handed in about a dossier no longer counts, and another judges it."""
    plain = [contest.dossiers[one.key].pk for one in spec.DOSSIERS if not one.is_finalist]
    for one in spec.JURORS:
        if not one.is_late:
            continue
        juror = contest.jurors[one.key]
        given = Assignment.objects.filter(juror=juror, state=AssignmentState.CONFIRMED).select_related("nomination")
        chosen = given.filter(nomination__in=plain).order_by("pk").first() or given.order_by("pk").first()
        if chosen is None:
            raise LookupError(f"{one.key} judges nothing")
        conflicts.declare(
            juror=juror,
            nomination=chosen.nomination,
            reason=f"Vừa nhận ra: {one.workplace} có hợp đồng với tác giả.",
            by=juror.user,
            now=clock.now(),
        )
    hand_in_sheets(contest)
