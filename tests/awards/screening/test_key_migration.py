"""What was said of lines by their numbers is found by their words after the upgrade."""

import importlib
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from wagtail.models import Site

from awards.editions.domain import amending
from awards.models import ScreeningCheck
from awards.screening import rules
from awards.screening.enums import Outcome
from portal.kernel import clock
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.factories import screening as make

pytestmark = pytest.mark.django_db
migration: Any = importlib.import_module("awards.migrations.0016_checks_by_the_words_of_rules")


def test_each_check_gets_the_line_that_had_its_number_then(site: Site) -> None:
    secretary = factory.make_secretary(site)
    page = factory.make_open(site, secretary)
    dossier = make.handed_in(page, exhibitors.make_person())
    make.begin(page, secretary)
    now = clock.now()
    edition = {"award_key": page.translation_key, "by": secretary, "reason": "x", "legal_basis": "y"}
    amending.amend_edition(changes={"eligibility.vi": "Một.\nHai."}, now=now - timedelta(days=2), **edition)
    amending.amend_edition(changes={"eligibility.vi": "Không.\nMột.\nHai."}, now=now, **edition)
    for number, days in ((1, 1), (3, -1)):
        ScreeningCheck.objects.create(
            nomination=dossier, key=f"eligibility-{number}", outcome=Outcome.PASS, at=now - timedelta(days=days)
        )
    ScreeningCheck.objects.create(nomination=dossier, key="category", outcome=Outcome.PASS, at=now)
    migration.key_by_words(apps, None)
    found = set(ScreeningCheck.objects.values_list("key", flat=True))
    assert found == {rules.key_of("Một."), rules.key_of("Hai."), "category"}
