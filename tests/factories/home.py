"""Pages and records of the home room for tests."""

import uuid
from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import Locale, Page, Site

from home.domain import feedback, services
from home.enums import DocumentType, FeedbackCategory, ReporterKind
from home.models import (
    ContentPage,
    FeedbackPage,
    FeedbackReport,
    PolicyClause,
    PolicyIndexPage,
    PolicyPage,
    PolicyTarget,
    ServiceIndexPage,
    ServicePage,
    ServiceRequest,
    ServiceStep,
)
from portal.accounts.domain import roles as role_domain
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.languages import Language


def add(parent: Page, page: Any) -> Any:
    """Put a page under its parent, live."""
    page.locale = parent.locale
    parent = Page.objects.get(pk=parent.pk)
    return parent.add_child(instance=page)


def english(page: Any, **texts: str) -> Any:
    """Make and publish the English page of one, with its texts."""
    made = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    for name, value in texts.items():
        setattr(made, name, value)
    made.save_revision().publish()
    return type(page).objects.get(pk=made.pk)


def content_page(site: Site, **values: Any) -> ContentPage:
    values = {"title": "Giới thiệu", "slug": "gioi-thieu", "intro": "Sàn dành cho ai", **values}
    return add(site.root_page, ContentPage(**values))


def policy_index(site: Site) -> PolicyIndexPage:
    return add(site.root_page, PolicyIndexPage(title="Văn bản", slug="van-ban", intro="Thư viện văn bản"))


def policy(index: PolicyIndexPage, **values: Any) -> PolicyPage:
    number = values.pop("number", "149/KH-UBND")
    fields = {
        "title": f"Kế hoạch {number}",
        "number": number,
        "document_type": DocumentType.PLAN,
        "issuer": "Ủy ban nhân dân tỉnh Bắc Ninh",
        "place_of_issue": "Bắc Ninh",
        "issued_on": date(2023, 5, 8),
        "summary": "Phát triển thị trường khoa học và công nghệ đến năm 2030.",
        **values,
    }
    page = PolicyPage(**fields)
    page.targets = [
        PolicyTarget(name="Tăng giá trị giao dịch", year=2025, value="khoảng 25%"),
        PolicyTarget(name="Tăng giá trị giao dịch", year=2030, value="khoảng 30%"),
    ]
    page.clauses = [
        PolicyClause(number="III", heading="Nhiệm vụ và giải pháp"),
        PolicyClause(number="III.5", heading="Xúc tiến thị trường"),
        PolicyClause(number="III.5.a", text="<p>Tham gia các sự kiện xúc tiến thủy sản.</p>"),
    ]
    return add(index, page)


def service_index(site: Site) -> ServiceIndexPage:
    return add(site.root_page, ServiceIndexPage(title="Dịch vụ", slug="dich-vu"))


def service(index: ServiceIndexPage, **values: Any) -> ServicePage:
    fields = {
        "title": "Định giá công nghệ",
        "summary": "Giúp định giá.",
        "fee": "Miễn phí",
        "provider": "Trung tâm",
        **values,
    }
    page = ServicePage(**fields)
    page.steps = [ServiceStep(title="Gửi yêu cầu"), ServiceStep(title="Trao đổi", text="Qua điện thoại")]
    return add(index, page)


def feedback_page(site: Site) -> FeedbackPage:
    return add(site.root_page, FeedbackPage(title="Góp ý", slug="gop-y", answer_days=10))


def report(**values: Any) -> tuple[FeedbackReport, str]:
    fields = {
        "form_key": uuid.uuid4(),
        "category": FeedbackCategory.DIFFICULTY,
        "reporter_kind": ReporterKind.ENTERPRISE,
        "text": "Chúng tôi chưa tìm được đơn vị thẩm định giá công nghệ.",
        "wants_public_answer": True,
        "email": "chi.lan@example.org",
        "language": Language.VIETNAMESE,
        "now": clock.now(),
        **values,
    }
    return feedback.send_report(**fields)


def service_request(page: ServicePage, **values: Any) -> tuple[ServiceRequest, str]:
    fields = {
        "form_key": uuid.uuid4(),
        "service": page,
        "name": "Nguyễn Thị Lan",
        "email": "chi.lan@example.org",
        "text": "Cần định giá một dây chuyền sấy.",
        "language": Language.VIETNAMESE,
        "now": clock.now(),
        **values,
    }
    return services.ask_for_service(**fields)


def person(email: str, *groups: str) -> User:
    """Return a user in the named groups, which are made as the rooms declare them."""
    role_domain.sync()
    user = User.objects.create_user(email, full_name="Người dùng")
    user.groups.set(Group.objects.filter(name__in=groups))
    return user
