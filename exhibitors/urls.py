"""Addresses of the exhibitors room, inside the language prefix; the directory itself is a page."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from exhibitors.views import closing, desk, joining, links, members, papers, products, profile
from portal.kernel.languages import route


def _desk(view: Callable[..., HttpResponseBase], name: str, *, vi: str = "", en: str = "") -> URLPattern:
    return path(route(vi=f"ban-lam-viec/{vi}", en=f"desk/{en}"), view, name=name)


def _own(view: Callable[..., HttpResponseBase], name: str, *, vi: str, en: str) -> URLPattern:
    """Return an address of one organisation, which only its members can name."""
    return _desk(view, name, vi=f"to-chuc/<slug:slug>/{vi}", en=f"organisation/<slug:slug>/{en}")


app_name = "exhibitors"
urlpatterns: list[URLPattern] = [
    _desk(desk.desk, "desk"),
    _desk(desk.choose, "choose", vi="chon/", en="choose/"),
    _desk(desk.organisation_new, "organisation-new", vi="to-chuc-moi/", en="new-organisation/"),
    _desk(desk.invitation_answer, "invitation-answer", vi="loi-moi/<id:pk>/", en="invitations/<id:pk>/"),
    path(route(vi="loi-moi/<str:secret>/", en="invitation/<str:secret>/"), desk.invitation, name="invitation"),
    _desk(joining.join_by_code, "join", vi="tham-gia/", en="join/"),
    _desk(joining.join_organisation, "join-organisation", vi="tham-gia/<slug:slug>/", en="join/<slug:slug>/"),
    _desk(joining.withdraw, "join-withdraw", vi="yeu-cau/<id:pk>/rut/", en="requests/<id:pk>/withdraw/"),
    _own(joining.answer, "join-answer", vi="yeu-cau/<id:pk>/", en="requests/<id:pk>/"),
    _own(profile.edit, "profile-edit", vi="ho-so/", en="profile/"),
    _own(products.products, "products", vi="san-pham/", en="products/"),
    _own(products.product_new, "product-new", vi="san-pham/moi/", en="products/new/"),
    _own(products.product_edit, "product-edit", vi="san-pham/<id:pk>/", en="products/<id:pk>/"),
    _own(products.product_remove, "product-remove", vi="san-pham/<id:pk>/xoa/", en="products/<id:pk>/remove/"),
    _own(papers.papers, "papers", vi="giay-to/", en="papers/"),
    _own(papers.paper, "paper", vi="giay-to/<id:pk>/", en="papers/<id:pk>/"),
    _own(papers.paper_remove, "paper-remove", vi="giay-to/<id:pk>/xoa/", en="papers/<id:pk>/remove/"),
    _own(papers.request_verification, "request-verification", vi="xac-minh/", en="verification/"),
    _own(links.links_of, "links", vi="lien-ket/", en="links/"),
    _own(links.link_answer, "link-answer", vi="lien-ket/<id:pk>/tra-loi/", en="links/<id:pk>/answer/"),
    _own(closing.close, "close", vi="dong/", en="close/"),
    _own(closing.reopen, "reopen", vi="mo-lai/", en="reopen/"),
    _own(members.members, "members", vi="thanh-vien/", en="members/"),
    _own(members.member_role, "member-role", vi="thanh-vien/<id:pk>/vai-tro/", en="members/<id:pk>/role/"),
    _own(members.member_remove, "member-remove", vi="thanh-vien/<id:pk>/roi/", en="members/<id:pk>/remove/"),
    _own(members.hand_over, "hand-over", vi="thanh-vien/<id:pk>/ban-giao/", en="members/<id:pk>/hand-over/"),
    _own(
        members.invitation_withdraw,
        "invitation-withdraw",
        vi="loi-moi/<id:pk>/rut/",
        en="invitations/<id:pk>/withdraw/",
    ),
]
