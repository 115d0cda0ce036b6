"""The composition root of addresses: Vietnamese at the root, English under /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.accounts import views as account_views
from portal.kernel.languages import route
from portal.media import serving as media_serving
from portal.operations import views as operations_views
from portal.pages import arrival
from portal.pages import views as page_views

# Wagtail's own sign-in and password pages would walk round the second factor and the limits; they lead to allauth's.
# Addresses of ours stand before the includes that hold Wagtail's.
_to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", operations_views.healthz, name="healthz"),
    path("readyz", operations_views.readyz, name="readyz"),
    path(f"{settings.ADMIN_PATH}login/", account_views.admin_gate, name="admin-gate"),
    re_path(rf"^{settings.ADMIN_PATH}password_reset/", _to_sign_in),
    path(settings.ADMIN_PATH, include("portal.pages.admin_urls")),
    path(settings.ADMIN_PATH, include("news.admin_urls")),
    path(settings.ADMIN_PATH, include(wagtailadmin_urls)),
    path("documents/authenticate_with_password/<id:restriction_id>/", page_views.document_password),
    path("documents/<int:document_id>/<str:document_filename>", media_serving.document),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("search.machine_urls")),
    path("", include("news.machine_urls")),
    path("", include("portal.ui.machine_urls")),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(
        re_path(r"^media/(?P<path>.*)$", media_serving.media),
    )
if settings.IS_DEMO:
    urlpatterns.append(path("", include("portal.demo.urls")))
urlpatterns += static(settings.STATIC_URL) if settings.DEBUG else []

urlpatterns += i18n_patterns(
    # First, because a rush for places asks for these alone and every address above costs time.
    path("", include("registration.urls")),
    path(route(vi="tai-khoan/du-lieu/", en="account/data/"), include("portal.accounts.urls")),
    path(route(vi="tai-khoan/", en="account/"), include("allauth.urls")),
    path(
        route(vi="tai-khoan/buoc-hai/", en="account/second-step/"),
        account_views.second_step_needed,
        name="second-step",
    ),
    path("", include("portal.ui.urls")),
    path("", include("portal.pages.urls")),
    path("", include("search.urls")),
    path("", include("plan.urls")),
    path("", include("home.urls")),
    path("", include("awards.urls")),
    path("", include("events.urls")),
    path("", include("showcase.urls")),
    path("", include("experts.urls")),
    path("", include("news.urls")),
    path("", include("exhibitors.urls")),
    path("", include("portal.tables.urls")),
    path("_util/login/", account_views.page_gate, name="page-gate"),
    path(
        "_util/authenticate_with_password/<id:page_view_restriction_id>/<id:page_id>/",
        page_views.page_password,
        name="page-password",
    ),
    re_path(wagtail_urls.serve_pattern, arrival.serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler400 = "portal.ui.views.bad_request"
handler403 = "portal.ui.views.permission_denied"
handler404 = "portal.ui.views.not_found"
handler429 = "portal.accounts.views.too_many_requests"  # read by allauth
handler500 = "portal.ui.views.server_error"
