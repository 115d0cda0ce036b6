"""Guarded addresses that stand before Wagtail's own, which come before those that hooks register."""

from django.urls import URLPattern
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import display_custom_404
from wagtail.utils.urlpatterns import decorate_urlpatterns

from news import admin_choosers, admin_guards

urlpatterns: list[URLPattern] = [*admin_guards.core_urls(), *admin_choosers.urls()]
for guard in (require_admin_access, display_custom_404, never_cache):
    urlpatterns = decorate_urlpatterns(urlpatterns, guard)
