"""The demo's dossiers: one for each thing that can become of one before the secretariat looks at it."""

from types import SimpleNamespace

import pytest
from wagtail.models import Site

from awards.models import Nomination
from portal.demo.builders import dossiers
from portal.demo.specs.awards import AWARDS
from portal.kernel import clock
from tests.factories import awards as factory
from tests.factories import exhibitors

pytestmark = pytest.mark.django_db


def test_each_open_edition_gets_dossiers_in_all_states(site: Site) -> None:
    page = factory.make_open(site, factory.make_secretary(site))
    opened = [spec.key for spec in AWARDS if spec.is_open]
    people = {"exhibitor": exhibitors.make_person(), "newcomer": exhibitors.make_person()}
    context = SimpleNamespace(people=people, pages=dict.fromkeys(opened, page), now=clock.now())
    dossiers.build(context)  # type: ignore[arg-type]  # only what the builder asks for
    states = Nomination.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["draft", "draft", "awaiting", "submitted", "withdrawn"] * len(opened)
