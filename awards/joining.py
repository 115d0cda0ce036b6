"""How the sub-rooms of awards join the room and the portal: gates of steps, personal data, samples of mails, timed work."""

from datetime import datetime, timedelta
from typing import Final

from awards import deadlines, mail_samples, profile, related, roles, tending
from awards import personal_data as personal_data  # noqa: PLC0414 -- imported for what it registers
from awards.deliberation import gates as deliberation_gates
from awards.deliberation import mail_samples as deliberation_samples
from awards.deliberation import personal_data as deliberation_data  # noqa: F401 -- the same
from awards.dossiers import reminding
from awards.editions import stepping
from awards.editions.enums import EditionState
from awards.feedback import mail_samples as feedback_samples
from awards.feedback import personal_data as feedback_data  # noqa: F401 -- the same
from awards.feedback.domain import erasing, figures
from awards.jury import gates as jury_gates
from awards.jury import personal_data as jury_data  # noqa: F401 -- the same
from awards.jury import places as jury_places
from awards.marking import joining as marking
from awards.screening import gates as screening_gates
from awards.screening import personal_data as screening_data  # noqa: F401 -- the same
from awards.screening.domain import cures
from awards.voting import gates as vote_gates
from awards.voting import personal_data as vote_data  # noqa: F401 -- the same
from awards.voting import watch as vote_watch
from events.domain import dated
from exhibitors import profile as exhibitor_profile
from portal.accounts import roles as account_roles
from portal.accounts import second_step
from portal.kernel import clock, erasure
from portal.operations import periodic
from portal.pages import site_maps

REMIND_EVERY: Final = timedelta(minutes=15)


def join() -> None:
    """Declare everything, once; from AppConfig.ready()."""
    account_roles.register(roles.declare)
    second_step.register_need(jury_places.serves)
    exhibitor_profile.register_section(profile.honours_section)
    dated.register(deadlines.source)
    site_maps.register_view("awards:hall")
    related.register()
    for samples in (mail_samples, deliberation_samples, feedback_samples):
        samples.register()
    _steps()
    _time()


def _steps() -> None:
    stepping.before_leaving(EditionState.SCREENING, screening_gates.undecided)
    stepping.before_leaving(EditionState.SCREENING, jury_gates.before_scoring)
    marking.register()
    deliberation_gates.register()
    stepping.before_leaving(EditionState.PUBLIC_COMMENT, vote_gates.before_decision)
    stepping.on_leaving(EditionState.DECIDED, figures.on_closing)


def _time() -> None:
    """Let the worker, and the timer where there is one, do what time itself brings about."""
    tending.register(reminding.NAME, reminding.remind)
    tending.register("requests to complete", _lapse)
    periodic.register(reminding.NAME, every=REMIND_EVERY, do=lambda: reminding.remind(clock.now()))
    periodic.register("lapse_award_cures", every=cures.EVERY, do=cures.lapse_due)
    periodic.register(vote_watch.NAME, every=vote_watch.EVERY, do=vote_watch.run)
    erasure.register_sweep("awards.dossiers", erasing.sweep)


def _lapse(_now: datetime) -> int:
    return cures.lapse_due()
