"""Addresses of the home room, inside the language prefix."""

from django.urls import path

from home import views
from portal.kernel.languages import route

app_name = "home"
urlpatterns = [
    path(route(vi="so-do-trang/", en="site-map/"), views.site_map, name="site-map"),
    path(route(vi="gop-y/gui/", en="feedback/send/"), views.send_feedback, name="feedback-send"),
    path(route(vi="gop-y/tra-cuu/", en="feedback/find/"), views.find_feedback, name="feedback-find"),
    path(
        route(vi="gop-y/phieu/<str:secret>/", en="feedback/report/<str:secret>/"),
        views.feedback_report,
        name="feedback-report",
    ),
    path(
        route(vi="yeu-cau-dich-vu/<uuid:key>/", en="service-request/<uuid:key>/"),
        views.request_service,
        name="service-request",
    ),
    path(
        route(vi="yeu-cau-dich-vu/phieu/<str:secret>/", en="service-request/status/<str:secret>/"),
        views.service_request_status,
        name="service-request-status",
    ),
]
