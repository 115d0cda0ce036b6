"""Addresses of the newsletter, inside the language prefix."""

from django.urls import path

from news.newsletter import views as newsletter
from portal.kernel.languages import route

urlpatterns = [
    path(route(vi="ban-tin/", en="newsletter/"), newsletter.ask, name="newsletter"),
    path(route(vi="ban-tin/da-nhan/", en="newsletter/asked/"), newsletter.asked, name="newsletter-asked"),
    path(
        route(vi="ban-tin/xac-nhan/<str:secret>/", en="newsletter/confirm/<str:secret>/"),
        newsletter.confirm,
        name="newsletter-confirm",
    ),
    path(
        route(vi="ban-tin/lua-chon/<str:secret>/", en="newsletter/choices/<str:secret>/"),
        newsletter.choices,
        name="newsletter-choices",
    ),
    path(
        route(vi="ban-tin/huy/<str:secret>/", en="newsletter/unsubscribe/<str:secret>/"),
        newsletter.end,
        name="newsletter-end",
    ),
    path(
        route(vi="ban-tin/nhan-lai/<str:secret>/", en="newsletter/again/<str:secret>/"),
        newsletter.take_up_again,
        name="newsletter-again",
    ),
]
