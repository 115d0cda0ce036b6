"""The help menu of the admin: what leads to English pages of others is for operators."""

import pytest
from django.test import RequestFactory
from wagtail.admin.menu import help_menu

from portal.accounts.models import User
from tests.factories import exhibitors

pytestmark = pytest.mark.django_db


def names(user: User, rf: RequestFactory) -> set[str]:
    request = rf.get("/admin/")
    request.user = user
    return {item.name for item in help_menu.menu_items_for_request(request)}


def test_foreign_guides_are_offered_to_operators_only(rf: RequestFactory) -> None:
    operator = User.objects.create_superuser("dieu-hanh@example.org", full_name="Điều Hành")
    foreign = names(operator, rf)
    assert any(name.startswith("editor-guide") for name in foreign)
    assert any(name.startswith("whats-new") for name in foreign)
    assert not any(name.startswith(("editor-guide", "whats-new")) for name in names(exhibitors.make_person(), rf))
