"""What people of an edition do that the test does not do in the browser; runs in the demo's own process, through the domain."""

import random
from uuid import UUID

from allauth.account.models import EmailAddress

from awards.deliberation import council
from awards.deliberation.domain import motions
from awards.deliberation.enums import Choice, MeetingState, MotionState
from awards.dossiers import calls
from awards.models import AwardPage, Juror, Meeting, Motion, Nomination
from awards.voting.domain import alarms, casting
from exhibitors.models import Organisation
from portal.accounts.models import User
from portal.demo.builders import contest, contest_council
from portal.demo.builders.common import Build
from portal.demo.builders.contest_shape import Contest
from portal.demo.people import PEOPLE
from portal.demo.specs import contest as spec
from portal.demo.specs.organisations import ORGANISATIONS
from portal.kernel import clock
from portal.operations import db_clock
from tests.browser.contest_cast import BY_HAND, FLOOD, FLOODED, JUROR, LATE, TIED


def _contest(key: str) -> Contest:
    """Return what the builder of the demo passes from step to step, for an edition that is under way."""
    award_key = UUID(key)
    context = Build(now=clock.now(), chance=random.Random(1))
    by_email = {user.email: user for user in User.objects.all()}
    context.people = {one.key: by_email[one.email] for one in PEOPLE}
    by_name = {one.name: one for one in Organisation.objects.all()}
    context.organisations = {one.key: by_name[one.name.vi] for one in ORGANISATIONS if one.name.vi in by_name}
    page = AwardPage.objects.get(translation_key=award_key, locale__language_code="vi")
    call = calls.find(award_key)
    assert call is not None
    dossiers = {one.title: one for one in Nomination.objects.filter(award_key=award_key)}
    seats = {one.email: one for one in Juror.objects.filter(award_key=award_key)}
    return Contest(
        context,
        clock.now(),
        page,
        call,
        context.people["secretary"],
        {one.key: dossiers[one.title.vi] for one in spec.DOSSIERS if one.title.vi in dossiers},
        {one.key: seats[one.email] for one in spec.JURORS if one.email in seats},
    )


def hand_in(key: str) -> None:
    """Hand in all dossiers but the one of the browser."""
    contest.hand_in(_contest(key), [one for one in spec.DOSSIERS if one.key != BY_HAND.key])


def screen(key: str) -> None:
    """Find eligible what is still to be checked."""
    made = _contest(key)
    left = Nomination.objects.filter(award_key=key, state="submitted").values_list("title", flat=True)
    contest.screen(made, [one for one in spec.DOSSIERS if one.title.vi in set(left)])


def seat_jurors(key: str) -> None:
    """Let the other jurors accept and declare."""
    made = _contest(key)
    for one in spec.JURORS:
        if one.key != JUROR.key:
            contest.seat(made, one, User.objects.get(email=one.email))


def score(key: str) -> None:
    """Score and hand in what nobody has begun."""
    contest.hand_in_sheets(_contest(key))


def _sitting(key: str) -> Meeting:
    return Meeting.objects.get(award_key=key, state=MeetingState.OPEN)


def vote_on_tie(key: str) -> None:
    """Enter the paper ballots of those who have not voted on the open motion about equal dossiers."""
    motion = Motion.objects.get(meeting=_sitting(key), state=MotionState.OPEN)
    preferred = motion.nominations.get(title=TIED[0].title.vi)
    voted = set(motion.votes.values_list("juror_id", flat=True))
    for juror in council.entitled(motion):
        if juror.pk not in voted:
            motions.record_ballot(
                motion=motion,
                juror_id=juror.pk,
                choice=Choice.FOR,
                preferred=preferred,
                by=User.objects.get(email="thu-ky@example.org"),
                now=clock.now(),
            )


def shortlist(key: str) -> None:
    """Carry the shortlists of all categories."""
    made, meeting = _contest(key), _sitting(key)
    for category in made.call.rules.categories:
        contest_council.shortlist(made, meeting, category)


def vote(key: str) -> None:
    """Let four people of the public vote; those who are equal get equally many votes."""
    made = _contest(key)
    for place, voter in enumerate(("expert", "organiser", "reviewer", "officer")):
        for category in made.call.rules.categories:
            finalists = [one for one in spec.DOSSIERS if one.category == category.code and one.is_finalist]
            chosen = TIED[place] if category.code == TIED[0].category and place < len(TIED) else finalists[0]
            casting.cast_vote(nomination=made.fresh(chosen.key), by=made.context.people[voter])


def hint(key: str) -> None:
    """Let a juror have told of belonging to the organisation of a dossier that nothing was said of yet."""
    seat = Juror.objects.filter(award_key=key, state="accepted").exclude(email__in=[JUROR.email, LATE.email])[0]
    told = set(seat.conflicts.values_list("nomination_id", flat=True))
    rows = Nomination.objects.filter(award_key=key, state="eligible", organisation__isnull=False).exclude(pk__in=told)
    seat.affiliations = f"{seat.affiliations}\n{rows[0].organisation.name}"
    seat.save(update_fields=["affiliations"])


def flood(key: str) -> None:
    """Let many accounts vote for one entry from one connection, and look for what is alike."""
    entry = _contest(key).fresh(FLOODED.key)
    for number in range(FLOOD):
        voter = User.objects.create_user(f"cu-tri-{number}@example.org", full_name=f"Cử tri mẫu {number}")
        EmailAddress.objects.create(user=voter, email=voter.email, verified=True, primary=True)
        casting.cast_vote(nomination=entry, by=voter, address="203.0.113.7")
    alarms.find(award_key=UUID(key), now=db_clock.now())


def give_prizes(key: str) -> None:
    """Give the prizes that the browser did not give."""
    given = set(Motion.objects.filter(meeting=_sitting(key)).values_list("nominations__title", flat=True))
    left = [one for one in spec.DOSSIERS if one.honour and one.title.vi not in given]
    contest_council.give_prizes(_contest(key), _sitting(key), left)
