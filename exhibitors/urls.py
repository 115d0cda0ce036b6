"""Addresses of the exhibitors room, inside the language prefix; the directory itself is a page."""

from django.urls import URLPattern, path

from exhibitors.views import desk, links, members, profile
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
        route(vi="ban-lam-viec/loi-moi/<id:pk>/", en="desk/invitations/<id:pk>/"),
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
        route(vi="ban-lam-viec/to-chuc/<slug:slug>/lien-ket/", en="desk/organisation/<slug:slug>/links/"),
        links.links_of,
        name="links",
    ),
    path(
        route(
            vi="ban-lam-viec/to-chuc/<slug:slug>/lien-ket/<id:pk>/tra-loi/",
            en="desk/organisation/<slug:slug>/links/<id:pk>/answer/",
        ),
        links.link_answer,
        name="link-answer",
    ),
    path(
        route(vi="ban-lam-viec/to-chuc/<slug:slug>/thanh-vien/", en="desk/organisation/<slug:slug>/members/"),
        members.members,
        name="members",
    ),
    path(
        route(
            vi="ban-lam-viec/to-chuc/<slug:slug>/thanh-vien/<id:pk>/vai-tro/",
            en="desk/organisation/<slug:slug>/members/<id:pk>/role/",
        ),
        members.member_role,
        name="member-role",
    ),
    path(
        route(
            vi="ban-lam-viec/to-chuc/<slug:slug>/thanh-vien/<id:pk>/roi/",
            en="desk/organisation/<slug:slug>/members/<id:pk>/remove/",
        ),
        members.member_remove,
        name="member-remove",
    ),
    path(
        route(
            vi="ban-lam-viec/to-chuc/<slug:slug>/thanh-vien/<id:pk>/ban-giao/",
            en="desk/organisation/<slug:slug>/members/<id:pk>/hand-over/",
        ),
        members.hand_over,
        name="hand-over",
    ),
    path(
        route(
            vi="ban-lam-viec/to-chuc/<slug:slug>/loi-moi/<id:pk>/rut/",
            en="desk/organisation/<slug:slug>/invitations/<id:pk>/withdraw/",
        ),
        members.invitation_withdraw,
        name="invitation-withdraw",
    ),
]
