"""Addresses of kept searches, inside the language prefix."""

from django.urls import path

from portal.kernel.languages import route
from search.saved import feeds, views

urlpatterns = [
    path(route(vi="tim-kiem/luu/", en="search/keep/"), views.ask, name="saved"),
    path(route(vi="tim-kiem/luu/da-nhan/", en="search/keep/asked/"), views.asked, name="saved-asked"),
    path(
        route(vi="tim-kiem/luu/xac-nhan/<str:secret>/", en="search/keep/confirm/<str:secret>/"),
        views.confirm,
        name="saved-confirm",
    ),
    path(
        route(vi="tim-kiem/luu/lua-chon/<str:secret>/", en="search/keep/choices/<str:secret>/"),
        views.choices,
        name="saved-choices",
    ),
    path(route(vi="tim-kiem/luu/dung/<str:secret>/", en="search/keep/end/<str:secret>/"), views.end, name="saved-end"),
    path(route(vi="tim-kiem/luu/tiep-tuc/", en="search/keep/again/"), views.take_up_again, name="saved-again"),
    path(route(vi="tim-kiem/atom.xml", en="search/atom.xml"), feeds.feed, name="feed"),
    path(route(vi="tim-kiem/lich.ics", en="search/calendar.ics"), feeds.calendar, name="calendar"),
]
