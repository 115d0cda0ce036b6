"""Public addresses: certificates of winners, the hall of honour, and the press kit."""

from django.urls import URLPattern, path

from awards.honours.views import checking, hall, press
from portal.kernel.languages import route

urlpatterns: list[URLPattern] = [
    path(route(vi="giai-thuong/vinh-danh/", en="awards/honours/"), hall.hall, name="hall"),
    path(route(vi="giai-thuong/xac-minh/", en="awards/verify/"), checking.check, name="certificates"),
    path(
        route(vi="giai-thuong/xac-minh/<str:code>/", en="awards/verify/<str:code>/"),
        checking.certificate,
        name="certificate",
    ),
    path(
        route(
            vi="giai-thuong/ho-so/<uuid:public_id>/giay-chung-nhan.pdf",
            en="awards/dossiers/<uuid:public_id>/certificate.pdf",
        ),
        checking.own,
        name="dossier-certificate",
    ),
    path(
        route(vi="giai-thuong/bao-chi/<uuid:award_key>/", en="awards/press/<uuid:award_key>/"),
        press.kit,
        name="press-kit",
    ),
    path(
        route(
            vi="giai-thuong/bao-chi/<uuid:award_key>/bo-tu-lieu.zip", en="awards/press/<uuid:award_key>/press-kit.zip"
        ),
        press.bundle,
        name="press-kit-file",
    ),
]
