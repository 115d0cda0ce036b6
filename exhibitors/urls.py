"""Addresses of the exhibitors room, inside the language prefix; the directory itself is a page."""

from django.urls import URLPattern, path

from exhibitors.views import desk, members, profile
from portal.kernel.languages import route

app_name = "exhibitors"
urlpatterns: list[URLPattern] = [
    path(route(vi="ban-lam-viec/", en="desk/"), desk.desk, name="desk"),
    path(route(vi="ban-lam-viec/chon/", en="desk/choose/"), desk.choose, name="choose"),
    path(
        route(vi="ban-lam-viec/to-chuc-moi/", en="desk/new-organisation/"),
        desk.organisation_new,
        name="organisation-new",
    ),
    path(
        route(vi="ban-lam-viec/loi-moi/<int:pk>/", en="desk/invitations/<int:pk>/"),
        desk.invitation_answer,
        name="invitation-answer",
    ),
    path(route(vi="loi-moi/<str:secret>/", en="invitation/<str:secret>/"), desk.invitation, name="invitation"),
    path(
        route(vi="ban-lam-viec/to-chuc/<slug:slug>/ho-so/", en="desk/organisation/<slug:slug>/profile/"),
        profile.edit,
        name="profile-edit",
    ),
    path(
        route(vi="ban-lam-viec/to-chuc/<slug:slug>/xac-minh/", en="desk/organisation/<slug:slug>/verification/"),
        profile.request_verification,
        name="request-verification",
    ),
    path(
        route(vi="ban-lam-viec/to-chuc/<slug:slug>/thanh-vien/", en="desk/organisation/<slug:slug>/members/"),
        members.members,
        name="members",
    ),
    path(
        route(
            vi="ban-lam-viec/to-chuc/<slug:slug>/thanh-vien/<int:pk>/vai-tro/",
            en="desk/organisation/<slug:slug>/members/<int:pk>/role/",
        ),
        members.member_role,
        name="member-role",
    ),
    path(
        route(
            vi="ban-lam-viec/to-chuc/<slug:slug>/thanh-vien/<int:pk>/roi/",
            en="desk/organisation/<slug:slug>/members/<int:pk>/remove/",
        ),
        members.member_remove,
        name="member-remove",
    ),
    path(
        route(
            vi="ban-lam-viec/to-chuc/<slug:slug>/thanh-vien/<int:pk>/ban-giao/",
            en="desk/organisation/<slug:slug>/members/<int:pk>/hand-over/",
        ),
        members.hand_over,
        name="hand-over",
    ),
    path(
        route(
            vi="ban-lam-viec/to-chuc/<slug:slug>/loi-moi/<int:pk>/rut/",
            en="desk/organisation/<slug:slug>/invitations/<int:pk>/withdraw/",
        ),
        members.invitation_withdraw,
        name="invitation-withdraw",
    ),
]
