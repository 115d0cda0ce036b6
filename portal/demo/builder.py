"""Building the whole demo portal, step by step, in one transaction."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import translation
from django_tasks_db.models import DBTaskResult
from wagtail.models import Site

from portal.accounts.domain import roles
from portal.accounts.models import User
from portal.demo import people
from portal.demo.builders import (
    awards,
    belongings,
    broadcasts,
    contest,
    courses,
    delegations,
    desk,
    dossiers,
    enquiries,
    events,
    experts,
    front,
    gates,
    indicators,
    library,
    links,
    news,
    opinions,
    organisations,
    plans,
    press,
    questions,
    registrations,
    saved_searches,
    showcase,
    site,
    stands,
    tables,
)
from portal.demo.builders import people as accounts
from portal.demo.builders.common import Build
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail.models import OutgoingMail
from portal.vocabularies.domain import loading

Say = Callable[[str], object]
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


def is_built() -> bool:
    """Return whether the database holds a demo portal."""
    return bool(Site.objects.filter(site_name=people.DEMO_SITE_NAME).exists())


def require_no_foreign_data() -> None:
    """Stop with one line where the database holds people but no demo: it is a real portal's."""
    if User._meta.db_table not in connection.introspection.table_names():  # noqa: SLF001 -- Django's public name
        return
    if User.objects.exists() and not is_built():
        raise SystemExit("This database is in use and is no demo's: nothing was changed. Name an empty one.")


@contextmanager
def _silent() -> Iterator[None]:
    """Send nothing while invented people write to each other, and leave no redirects from first drafts' addresses."""
    kept = settings.EMAIL_BACKEND, settings.MAIL_RELAY_BACKEND
    settings.EMAIL_BACKEND = settings.MAIL_RELAY_BACKEND = NO_MAIL
    settings.WAGTAILREDIRECTS_AUTO_CREATE = False
    try:
        yield
    finally:
        settings.EMAIL_BACKEND, settings.MAIL_RELAY_BACKEND = kept
        settings.WAGTAILREDIRECTS_AUTO_CREATE = True


def _roles(_context: Build) -> None:
    roles.sync()


def _vocabularies(_context: Build) -> None:
    loading.load_all()


STEPS: tuple[tuple[str, Callable[[Build], None]], ...] = (
    ("terms and places", _vocabularies),
    ("people", accounts.build),
    ("sections", site.build),
    ("newsrooms", news.open_newsrooms),
    ("roles", _roles),
    ("groups of the people", accounts.join_groups),
    ("organisations", organisations.build),
    ("products, papers and requests", belongings.build),
    ("links between intermediaries", links.build),
    ("experts", experts.build),
    ("technologies and needs", showcase.build),
    ("enquiries and outcomes", enquiries.build),
    ("imported tables", tables.build),
    ("events and courses", events.build),
    ("festivals and a draft", plans.build),
    ("questions of forms", questions.build),
    ("halls, booths and exhibitors", stands.build),
    ("registrations", registrations.build),
    ("attendance, certificates and materials", courses.build),
    ("delegation, reminders and words", delegations.build),
    ("gates", gates.build),
    ("awards", awards.build),
    ("dossiers", dossiers.build),
    ("an edition from call to decision", contest.build),
    ("radio and television programmes", broadcasts.build),
    ("news", news.build),
    ("opinions", opinions.build),
    ("work of the newsrooms", desk.build),
    ("words of the press", press.build),
    ("documents and services", library.build),
    ("indicators", indicators.build),
    ("searches that are kept", saved_searches.build),
    ("front pages", front.build),
    ("roles of new sections", _roles),
)


def _fill_indexes() -> None:
    """Write what editors search and where pictures are used; the tasks that would have are thrown away with the mails."""
    for command in ("update_index", "rebuild_references_index"):
        call_command(command, verbosity=0)


def build(*, seed: int, say: Say) -> Build:
    """Build the demo portal and return what was made; ``say`` gets a line for each step.

    Stops where the database is a real portal's: the demo's people have a password that everybody knows.
    """
    require_no_foreign_data()
    started = time.monotonic()
    context = Build(now=clock.now(), chance=random.Random(seed))  # noqa: S311 -- demo data, not a secret
    with translation.override(Language.VIETNAMESE), _silent(), transaction.atomic():
        for number, (words, step) in enumerate(STEPS, start=1):
            say(f"  {number:2}/{len(STEPS)} {words} …")
            step(context)
        OutgoingMail.objects.all().delete()
        delegations.fail_one(context)
        DBTaskResult.objects.all().delete()
        _fill_indexes()
    cache.clear()
    say(f"Built in {time.monotonic() - started:.0f} s.")
    return context
