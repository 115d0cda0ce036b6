"""The pages of the steps: marks of what is needed, hints that lead somewhere, one summary of all errors."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.kernel import clock, errors
from showcase import summaries
from showcase.domain import completeness
from showcase.domain import technology as technologies
from showcase.domain.completeness import Completeness, Hint
from showcase.forms.technologies import STEPS
from showcase.models import TechnologyPage
from tests.factories import exhibitors
from tests.showcase.test_desk import rows, step


@pytest.fixture
def page(client: Client, market: SimpleNamespace) -> TechnologyPage:
    client.force_login(exhibitors.owner_of(market.organisation))
    client.post(reverse("showcase:technology-new"), {"title": "Sấy"})
    return TechnologyPage.objects.get()


def test_every_hint_leads_to_something_on_its_page(client: Client, page: TechnologyPage) -> None:
    html = {name: client.get(step(page, name)).content.decode() for name in STEPS}
    hints = [
        Hint(part.code, part.step, option, part.hint, 1)
        for part in completeness.PARTS
        for name in part.fields
        for option in name.split("|")
    ]
    for hint in hints:
        (link,) = summaries.completeness_of(page, Completeness(0, (hint,))).hints
        url, target = link["href"].split("#")
        assert url == step(page, hint.step)
        assert f'id="{target}"' in html[hint.step], hint.field
    for entry in summaries.links(page, [(name, name) for name in technologies.STEP_OF]):
        url, target = entry["href"].split("#")
        assert f'id="{target}"' in html[url.rstrip("/").rpartition("/")[2]], target


def test_what_is_needed_for_the_review_is_not_called_optional(page: TechnologyPage) -> None:
    fields = {name: field for _title, made in STEPS.values() for name, field in made(instance=page).fields.items()}
    for name in technologies.STEP_OF:
        assert fields[name].required or fields[name].needed_when, name
    relaxed = STEPS["identity"][1](instance=page, relaxed=True).fields
    assert relaxed["summary"].needed_when
    assert not relaxed["keywords"].needed_when


def test_no_select_begins_with_dashes(client: Client, page: TechnologyPage, market: SimpleNamespace) -> None:
    client.force_login(exhibitors.owner_of(market.organisation))
    addresses = [step(page, name) for name in STEPS] + [reverse("showcase:need-new")]
    for address in addresses:
        html = client.get(address, follow=True).content.decode()
        assert "<form" in html
        assert "---" not in html, address
    assert "Chọn một mục" in client.get(step(page, "maturity")).content.decode()


def maturity(**more: Any) -> dict[str, Any]:
    return {"action": "save", **rows("files"), **rows("rights"), **more}


def test_level_was_not_assessed_in_the_future(client: Client, page: TechnologyPage) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    response = client.post(step(page, "maturity"), maturity(trl_assessed_on=f"{tomorrow:%d/%m/%Y}"))
    assert list(response.context["form"].errors) == ["trl_assessed_on"]
    assert f"{tomorrow:%d/%m/%Y}" in response.content.decode()
    assert client.post(step(page, "maturity"), maturity(trl_assessed_on=f"{clock.today():%d/%m/%Y}")).status_code == 302
    with pytest.raises(errors.DomainError) as refusal:
        technologies.check_assessed_on(day=tomorrow, today=clock.today())
    assert refusal.value.field == "trl_assessed_on"


def test_one_summary_lists_the_errors_of_form_and_rows(client: Client, page: TechnologyPage) -> None:
    wrong = {"number": "VN-1", "country": "Việt Nam", "granted_on": "hôm qua"}
    response = client.post(step(page, "maturity"), {**maturity(trl_assessed_on="mai"), **rows("rights", wrong, wrong)})
    html = response.content.decode()
    assert html.count('class="error-summary"') == 1
    summary = html.split('class="error-summary"')[1].split("</div>")[0]
    for target in ("id_trl_assessed_on", "id_rights-0-granted_on", "id_rights-1-granted_on"):
        assert f'href="#{target}"' in summary
        assert f'id="{target}"' in html
