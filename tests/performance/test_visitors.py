"""The visitors of the rush fill in the form that they are shown."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from registration.models import Registration
from tests.factories import events
from tests.performance.visitors import FormReader, Visitor
from tests.registration.guests import old_ticket

FORM = """
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="token">
<input type="radio" name="place_kind" value="7"><input type="radio" name="place_kind" value="8">
<input type="number" name="party_size" value="1"><input name="full_name"><input type="text" name="homepage">
<input type="checkbox" name="consent"><input type="checkbox" name="newsletter" value="yes"><textarea name="note"></textarea></form>
"""


def test_a_form_is_read_as_a_browser_would_send_it() -> None:
    reader = FormReader()
    reader.feed(FORM)
    assert reader.values == {"csrfmiddlewaretoken": "token", "place_kind": "7", "party_size": "1"}
    assert reader.boxes == {"consent": "on", "newsletter": "yes"}
    assert "full_name" in reader.names


@pytest.mark.django_db
def test_the_portals_own_form_is_accepted_as_visitors_fill_it_in(site: Site, client: Client) -> None:
    event = events.make_event(events.make_index(site), capacity=3, **events.far_ahead())
    address = reverse("registration:register", kwargs={"subject": event.translation_key})
    visitor = Visitor(7)
    visitor.fill_in(client.get(address).content.decode())
    assert client.post(address, visitor.form | {"ticket": old_ticket()}).status_code == 302
    assert Registration.objects.get().email == visitor.email
