"""Addresses of focal points, of consent, of the life of a need and of matches; part of the room's ``urls``."""

from django.urls import URLPattern, path, register_converter

from portal.kernel.languages import route
from showcase.match_enums import MatchSide
from showcase.views import consents, focal, life, matches, needs


class SideConverter:
    """A side of the market, as its value."""

    regex = "|".join(MatchSide.values)

    def to_python(self, value: str) -> MatchSide:
        """Return the side."""
        return MatchSide(value)

    def to_url(self, value: str) -> str:
        """Return its value."""
        return MatchSide(value).value


register_converter(SideConverter, "side")

urlpatterns: list[URLPattern] = [
    path(route(vi="ban-lam-viec/dau-moi/", en="desk/focal-point/"), focal.focal_desk, name="focal-desk"),
    path(
        route(vi="ban-lam-viec/dau-moi/to-chuc/", en="desk/focal-point/organisations/"),
        focal.focal_organisations,
        name="focal-organisations",
    ),
    path(
        route(vi="ban-lam-viec/dau-moi/nhu-cau-moi/", en="desk/focal-point/new-need/"),
        focal.focal_new,
        name="focal-new",
    ),
    path(
        route(vi="ban-lam-viec/dau-moi/<id:page_id>/gui-lai/", en="desk/focal-point/<id:page_id>/send-again/"),
        focal.consent_again,
        name="consent-again",
    ),
    path(route(vi="nhu-cau-dong-y/<str:secret>/", en="need-consent/<str:secret>/"), consents.consent, name="consent"),
    path(
        route(vi="ban-lam-viec/nhu-cau/<id:page_id>/tiep-nhan/", en="desk/needs/<id:page_id>/take-over/"),
        needs.need_take_over,
        name="need-take-over",
    ),
    path(
        route(vi="ban-lam-viec/nhu-cau/<id:page_id>/dong-y-lai/", en="desk/needs/<id:page_id>/agreed-again/"),
        needs.need_agreed_again,
        name="need-agreed-again",
    ),
    path(
        route(vi="ban-lam-viec/nhu-cau/<id:page_id>/gia-han/", en="desk/needs/<id:page_id>/renew/"),
        life.need_renew,
        name="need-renew",
    ),
    path(
        route(vi="ban-lam-viec/nhu-cau/<id:page_id>/trang-thai/", en="desk/needs/<id:page_id>/status/"),
        needs.need_status,
        name="need-status",
    ),
    path(route(vi="ban-lam-viec/ket-noi/", en="desk/matches/"), matches.match_list, name="matches"),
    path(
        route(vi="ban-lam-viec/ket-noi/thu/", en="desk/matches/mail/"),
        matches.digest_switch,
        name="match-digest-switch",
    ),
    path(
        route(vi="ban-lam-viec/ket-noi/<side:side>/<uuid:key>/", en="desk/matches/<side:side>/<uuid:key>/"),
        matches.match_detail,
        name="matches-of",
    ),
    path(
        route(vi="ban-lam-viec/ket-noi/<side:side>/<uuid:key>/da-xem/", en="desk/matches/<side:side>/<uuid:key>/seen/"),
        matches.match_seen,
        name="matches-seen",
    ),
    path(
        route(
            vi="ban-lam-viec/ket-noi/<side:side>/<uuid:key>/khong-phu-hop/<uuid:other>/",
            en="desk/matches/<side:side>/<uuid:key>/not-suitable/<uuid:other>/",
        ),
        matches.match_refuse,
        name="match-refuse",
    ),
    path(
        route(
            vi="ban-lam-viec/ket-noi/<side:side>/<uuid:key>/tro-lai/<id:pk>/",
            en="desk/matches/<side:side>/<uuid:key>/take-back/<id:pk>/",
        ),
        matches.match_take_back,
        name="match-take-back",
    ),
    path(
        route(vi="ket-noi/tat-thu/<str:secret>/", en="matches/mail-off/<str:secret>/"),
        matches.digest_off,
        name="match-digest-off",
    ),
]
