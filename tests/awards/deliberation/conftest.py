"""A council that has made its shortlist, and one that has decided."""

import pytest
from django.test import Client
from wagtail.models import Site

from awards.deliberation.domain import deciding
from awards.editions.enums import EditionState
from awards.enums import Honour
from portal.kernel import clock
from tests import worlds
from tests.awards.deliberation.screens import BACKEND
from tests.factories import deliberation as make
from tests.factories.deliberation import Council


@worlds.standing
def listed(site: Site) -> Council:
    found = make.make_council(site)
    make.shortlist(found, prizes=[Honour.FIRST])
    return found


@pytest.fixture
def decided(listed: Council) -> Council:
    document = deciding.Document("12/QĐ-UBND", clock.local(listed.later).date(), "UBND tỉnh", "Nguyễn Văn Ký")
    deciding.record_decision(award_key=listed.key, document=document, by=listed.secretary, now=listed.later)
    listed.set_state(EditionState.DECIDED)
    return listed


@pytest.fixture
def desk(client: Client, listed: Council) -> Client:
    client.force_login(listed.secretary, backend=BACKEND)
    return client
