"""Addresses of the experts room, inside the language prefix; the list itself is a page."""

from django.urls import URLPattern, path

from experts.views import ask, desk, messages, portraits
from portal.kernel.languages import route

app_name = "experts"
_MINE_VI, _MINE_EN = "ban-lam-viec/chuyen-gia/", "desk/expert/"

urlpatterns: list[URLPattern] = [
    path(
        route(vi="anh-chuyen-gia/<slug:slug>/<id:pk>/", en="expert-photo/<slug:slug>/<id:pk>/"),
        portraits.portrait,
        name="portrait",
    ),
    path(route(vi="hoi-chuyen-gia/<slug:slug>/", en="ask-an-expert/<slug:slug>/"), ask.ask, name="ask"),
    path(route(vi="hoi-chuyen-gia/da-gui/<uuid:key>/", en="ask-an-expert/sent/<uuid:key>/"), ask.asked, name="asked"),
    path(
        route(vi="hoi-chuyen-gia/xac-nhan/<str:secret>/", en="ask-an-expert/confirm/<str:secret>/"),
        ask.confirm,
        name="confirm",
    ),
    path(
        route(vi="hoi-chuyen-gia/trao-doi/<str:secret>/", en="ask-an-expert/conversation/<str:secret>/"),
        ask.thread,
        name="thread",
    ),
    path(route(vi="ban-lam-viec/hoi-chuyen-gia/", en="desk/questions-to-experts/"), ask.own, name="own"),
    path(
        route(vi="ban-lam-viec/hoi-chuyen-gia/<slug:reference>/", en="desk/questions-to-experts/<slug:reference>/"),
        ask.own_thread,
        name="own-thread",
    ),
    path(route(vi=_MINE_VI, en=_MINE_EN), desk.mine, name="mine"),
    path(route(vi=f"{_MINE_VI}sua/", en=f"{_MINE_EN}edit/"), desk.edit, name="edit"),
    path(route(vi=f"{_MINE_VI}gui/", en=f"{_MINE_EN}submit/"), desk.submit, name="submit"),
    path(route(vi=f"{_MINE_VI}lay-lai/", en=f"{_MINE_EN}take-back/"), desk.take_back, name="take-back"),
    path(route(vi=f"{_MINE_VI}rut/", en=f"{_MINE_EN}withdraw/"), desk.withdraw, name="withdraw"),
    path(route(vi=f"{_MINE_VI}xoa/", en=f"{_MINE_EN}delete/"), desk.erase, name="erase"),
    path(route(vi=f"{_MINE_VI}anh/", en=f"{_MINE_EN}photo/"), portraits.proposed, name="proposed-portrait"),
    path(
        route(vi=f"{_MINE_VI}thu/<slug:reference>/", en=f"{_MINE_EN}messages/<slug:reference>/"),
        messages.message,
        name="message",
    ),
    path(
        route(vi=f"{_MINE_VI}thu/<slug:reference>/tu-choi/", en=f"{_MINE_EN}messages/<slug:reference>/decline/"),
        messages.decline,
        name="message-decline",
    ),
    path(
        route(vi=f"{_MINE_VI}thu/<slug:reference>/dong/", en=f"{_MINE_EN}messages/<slug:reference>/close/"),
        messages.close,
        name="message-close",
    ),
]
