"""Public addresses: the vote of the public: one for each verified account in a category."""

from django.urls import URLPattern, path

from awards.voting import views
from portal.kernel.languages import route

urlpatterns: list[URLPattern] = [
    path(route(vi="giai-thuong/binh-chon/", en="awards/votes/"), views.votes, name="votes"),
    path(
        route(vi="giai-thuong/binh-chon/<uuid:public_id>/", en="awards/votes/<uuid:public_id>/"),
        views.vote,
        name="vote",
    ),
    path(
        route(vi="giai-thuong/binh-chon/<id:pk>/rut/", en="awards/votes/<id:pk>/take-back/"),
        views.take_back,
        name="vote-take-back",
    ),
]
