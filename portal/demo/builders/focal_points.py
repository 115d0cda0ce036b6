"""The demo's local focal point, the needs it entered with the organisations' consent, and one that still waits for it."""

import uuid
from datetime import timedelta
from decimal import Decimal

from portal.demo.builders.common import Build
from portal.demo.specs.shapes import NeedSpec
from portal.kernel import clock
from portal.vocabularies.enums import VocabularyCode
from showcase.domain import focal_points, need_for_others
from showcase.domain.consent_details import ConsentDetails
from showcase.enums import BudgetBand, MeasureRole, Operator
from showcase.models import NeedMeasure, NeedPage
from showcase.need_enums import ConsentMethod

OFFICE = focal_points.Office(
    body="Phòng Kinh tế ngành (mẫu)", email="dau-moi-co-quan@example.org", phone="0000 000 111", units=()
)


def appoint(context: Build) -> None:
    """Appoint the focal point of a department of the province."""
    person = context.people["focal-point"]
    focal_points.appoint(email=person.email, office=OFFICE, by=context.people["operator"], now=context.now)


def enter(context: Build, page: NeedPage, spec: NeedSpec) -> NeedPage:
    """Enter a need for an organisation of the directory, with consent signed on paper, and send it for review."""
    organisation = context.organisations[spec.organisation]
    page.place = organisation.place or context.place("bac-ninh")
    return need_for_others.enter_need(
        page=page,
        organisation=organisation,
        details=ConsentDetails(
            organisation_name=organisation.name,
            contact_name="Người đại diện mẫu, chủ nhiệm",
            method=ConsentMethod.PAPER,
            given_on=clock.local(context.now).date() - timedelta(days=5),
            note="Biên bản đồng ý mẫu, lưu tại cơ quan đầu mối",
        ),
        by=context.people["focal-point"],
        form_key=uuid.uuid4(),
        send=True,
        now=context.now,
    )


def waiting_need(context: Build) -> None:
    """Enter a need of a workshop without account that has not answered its link yet."""
    page = NeedPage(
        title="Sấy miến dong không phụ thuộc trời nắng, 300 kg mỗi ngày",
        summary="Hộ làm miến cần sấy kín, không bụi, giữ màu trong.",
        situation="Phơi ngoài trời, mỗi tháng mưa mất tám ngày công.",
        field=context.term(VocabularyCode.FIELD, "agricultural-processing"),
        trl_minimum=7,
        budget_band=BudgetBand.UNDER_200_MILLION,
        place=context.place("bac-ninh"),
        is_illustrative=True,
    )
    page.cooperation = context.terms(VocabularyCode.COOPERATION, ("licence",))
    page.measures = [  # type: ignore[misc]  # modelcluster's manager takes a list
        NeedMeasure(role=MeasureRole.BASELINE, name="Thời gian một mẻ", value=Decimal(20), unit="giờ"),
        NeedMeasure(
            role=MeasureRole.TARGET,
            name="Thời gian một mẻ",
            operator=Operator.AT_MOST,
            value=Decimal(8),
            unit="giờ",
        ),
    ]
    need_for_others.enter_need(
        page=page,
        organisation=None,
        details=ConsentDetails(
            organisation_name="Hộ sản xuất miến dong Bãi Nổi (mẫu)",
            contact_name="Nguyễn Văn Miến (mẫu), chủ hộ",
            method=ConsentMethod.LINK,
            contact_email="mien-dong@example.org",
        ),
        by=context.people["focal-point"],
        form_key=uuid.uuid4(),
        send=True,
        now=context.now,
    )
