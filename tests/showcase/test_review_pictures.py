"""A reviewer sees the pictures of a draft, not only their captions; nobody else gets them."""

from types import SimpleNamespace

from django.test import Client
from django.urls import reverse

from portal.kernel import clock
from showcase.domain import picture as pictures
from showcase.domain import technology as technologies
from tests.factories import exhibitors
from tests.factories import showcase as factory
from tests.showcase.test_desk import picture
from tests.showcase.test_review import filled_draft


def test_reviewer_sees_the_pictures_of_a_draft(client: Client, market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    page = filled_draft(market)
    draft = page.get_latest_revision_as_object()
    row = pictures.add_picture(page=draft, file=picture(), alt="Lò sấy tỏi", by=owner)
    technologies.save_technology(page=draft, by=owner)
    technologies.submit_technology(page=page, by=owner, now=clock.now())
    client.force_login(factory.make_reviewer())
    url = reverse("showcase_review:picture", args=[page.pk, row.image_id])
    html = client.get(reverse("showcase_review:review", args=[page.pk])).content.decode()
    assert f'<img src="{url}" alt="Lò sấy tỏi"' in html
    shown = client.get(url)
    assert shown["Content-Type"] == "image/jpeg"
    assert "no-store" in shown["Cache-Control"]
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8\xff")
    other = factory.publish_technology(market)
    assert client.get(reverse("showcase_review:picture", args=[other.pk, row.image_id])).status_code == 404
    assert client.get(reverse("showcase_review:picture", args=[page.pk, 0])).status_code == 404
    client.force_login(owner)
    assert client.get(url).status_code in {302, 403}
