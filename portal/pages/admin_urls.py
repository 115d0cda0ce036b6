"""Addresses of the admin that stand before Wagtail's own, with the same guards around them."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import display_custom_404
from wagtail.utils.urlpatterns import decorate_urlpatterns

from portal.pages.account_page import OwnAccountView
from portal.pages.admin_views import CreateOnceView

urlpatterns = [
    path(
        "pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
        CreateOnceView.as_view(),
    ),
    path("account/", OwnAccountView.as_view()),
]
for guard in (require_admin_access, display_custom_404, never_cache):
    urlpatterns = decorate_urlpatterns(urlpatterns, guard)
