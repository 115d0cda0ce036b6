"""Local focal points and the needs they enter, for tests."""

import uuid
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import Permission
from django.core import mail

from portal.accounts.models import User
from portal.kernel import clock
from portal.vocabularies.models import AdministrativeUnit
from showcase.domain import consent_details, focal_points, need_for_others
from showcase.enums import MeasureRole, Operator
from showcase.models import FocalPoint, NeedMeasure, NeedPage
from showcase.need_enums import ConsentMethod
from tests.factories import exhibitors
from tests.factories import showcase as factory


def make_appointer() -> User:
    """Make an officer who may appoint focal points."""
    officer = exhibitors.make_person(full_name="Cán Bộ Chỉ Định")
    officer.user_permissions.set(Permission.objects.filter(codename__in=["appoint_focal_point", "access_admin"]))
    return User.objects.get(pk=officer.pk)


def appoint(*, units: tuple[str, ...] = (), person: User | None = None) -> FocalPoint:
    """Appoint a person, with an account of their own, for places or for a department."""
    user = person or exhibitors.make_person(full_name="Đầu Mối")
    office = focal_points.Office(
        body="UBND phường Thử", email="phuong-thu@example.org", units=focal_points.units(units)
    )
    return focal_points.appoint(email=user.email, office=office, by=make_appointer(), now=clock.now())


def person_of(focal_point: FocalPoint) -> User:
    """Return the person with fresh permissions."""
    return User.objects.get(pk=focal_point.user_id)


def unsaved_need(**values: Any) -> NeedPage:
    """Return a complete need that nobody has saved."""
    filled: dict[str, Any] = {
        "title": "Sấy miến không cần nắng",
        "summary": "Sấy kín, giữ màu trong.",
        "situation": "Phơi ngoài trời.",
        "field": factory.field(),
        "trl_minimum": 7,
        "place": AdministrativeUnit.objects.get(code="phuong-thu"),
    }
    page = NeedPage(**{**filled, **values})
    page.measures = [
        NeedMeasure(
            role=MeasureRole.TARGET, name="Điện năng", operator=Operator.AT_MOST, value=Decimal("0.6"), unit="kWh/kg"
        )
    ]
    return page


def details(**values: Any) -> consent_details.ConsentDetails:
    """Return who agreed, by link unless told otherwise."""
    filled: dict[str, Any] = {
        "organisation_name": "Hộ làm miến Bãi Nổi",
        "contact_name": "Nguyễn Văn Miến, chủ hộ",
        "method": ConsentMethod.LINK,
        "contact_email": "mien@example.org",
    }
    return consent_details.ConsentDetails(**{**filled, **values})


def enter(market: SimpleNamespace, focal_point: FocalPoint, **values: Any) -> NeedPage:
    """Enter a need for an organisation."""
    page = values.pop("page", None) or unsaved_need()
    organisation = values.pop("organisation", None)
    send = values.pop("send", True)
    key = values.pop("form_key", None) or uuid.uuid4()
    return need_for_others.enter_need(
        page=page,
        organisation=organisation,
        details=details(**values),
        by=person_of(focal_point),
        form_key=key,
        send=send,
        now=clock.now(),
    )


def need_data(**values: Any) -> dict[str, Any]:
    """Return what the form of a need posts."""
    rows = {
        "measures-TOTAL_FORMS": 1,
        "measures-INITIAL_FORMS": 0,
        "measures-0-role": "target",
        "measures-0-name": "Điện năng",
        "measures-0-operator": "le",
        "measures-0-value": "0,6",
        "measures-0-unit": "kWh/kg",
    }
    return {
        "title": "Sấy miến không cần nắng",
        "summary": "Sấy kín.",
        "field": factory.field().pk,
        "situation": "Phơi ngoài trời.",
        "budget_band": "under-200m",
        "funding": "own",
        "disclosure": "on-interest",
        "place": AdministrativeUnit.objects.get(code="phuong-thu").pk,
        **rows,
        **values,
    }


def consent_data(**values: Any) -> dict[str, Any]:
    """Return what the form of a consent posts."""
    return {
        "organisation_name": "Hộ làm miến Bãi Nổi",
        "contact_name": "Nguyễn Văn Miến",
        "method": "link",
        "contact_email": "mien@example.org",
        "form_key": str(uuid.uuid4()),
        **values,
    }


def approve(page: NeedPage) -> None:
    """Approve what waits for review, as a reviewer."""
    state = NeedPage.objects.get(pk=page.pk).current_workflow_task_state
    state.task.specific.on_action(state, factory.make_reviewer(), "approve")


def letter_to(address: str) -> str:
    """Return the words of the latest mail to an address."""
    return next(str(sent.body) for sent in reversed(mail.outbox) if address in sent.to)


def agree(client: Any, url: str) -> Any:
    """Open the page behind a link and agree to what it shows."""
    return client.post(url, {"answer": "agree", "shown": client.get(url).context["shown"]})
