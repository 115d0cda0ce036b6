"""Public addresses: meetings of the council, the shortlist, objections, decisions and appeals."""

from django.urls import URLPattern, path

from awards.deliberation import views
from portal.kernel.languages import route

urlpatterns: list[URLPattern] = [
    path(
        route(vi="giai-thuong/hoi-dong/hop/", en="awards/council/meetings/"),
        views.council_meetings,
        name="council-meetings",
    ),
    path(
        route(
            vi="giai-thuong/hoi-dong/hop/<uuid:award_key>/<id:number>/",
            en="awards/council/meetings/<uuid:award_key>/<id:number>/",
        ),
        views.council_meeting,
        name="council-meeting",
    ),
    path(
        route(vi="giai-thuong/phan-anh/<uuid:award_key>/", en="awards/objections/<uuid:award_key>/"),
        views.objection,
        name="objection",
    ),
    path(
        route(vi="giai-thuong/phan-anh/<uuid:award_key>/da-gui/", en="awards/objections/<uuid:award_key>/sent/"),
        views.objection_sent,
        name="objection-sent",
    ),
    path(
        route(vi="giai-thuong/phan-anh/xac-nhan/<str:secret>/", en="awards/objections/confirm/<str:secret>/"),
        views.objection_confirm,
        name="objection-confirm",
    ),
    path(
        route(vi="giai-thuong/quyet-dinh/<uuid:award_key>/", en="awards/decisions/<uuid:award_key>/"),
        views.decision_file,
        name="decision-file",
    ),
    path(
        route(
            vi="giai-thuong/quyet-dinh/<uuid:award_key>/<id:pk>/",
            en="awards/decisions/<uuid:award_key>/<id:pk>/",
        ),
        views.earlier_decision_file,
        name="earlier-decision-file",
    ),
    path(
        route(vi="giai-thuong/ho-so/<uuid:public_id>/khieu-nai/", en="awards/dossiers/<uuid:public_id>/appeal/"),
        views.appeal,
        name="appeal",
    ),
    path(
        route(
            vi="giai-thuong/ho-so/<uuid:public_id>/khieu-nai/rut/",
            en="awards/dossiers/<uuid:public_id>/appeal/withdraw/",
        ),
        views.appeal_withdraw,
        name="appeal-withdraw",
    ),
]
