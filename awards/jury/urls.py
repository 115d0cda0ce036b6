"""Public addresses: jurors, their assignments, and conflicts of interest."""

from django.urls import URLPattern, path

from awards.jury import views
from portal.kernel.languages import route

urlpatterns: list[URLPattern] = [
    path(route(vi="giai-thuong/hoi-dong/", en="awards/jury/"), views.mine, name="jury"),
    path(
        route(vi="giai-thuong/hoi-dong/loi-moi/<str:secret>/", en="awards/jury/invited/<str:secret>/"),
        views.invited,
        name="jury-invited",
    ),
    path(
        route(vi="giai-thuong/hoi-dong/ho-so/<uuid:public_id>/", en="awards/jury/dossiers/<uuid:public_id>/"),
        views.dossier,
        name="jury-dossier",
    ),
    path(
        route(vi="giai-thuong/hoi-dong/<uuid:award_key>/", en="awards/jury/<uuid:award_key>/"),
        views.edition,
        name="jury-edition",
    ),
    path(
        route(vi="giai-thuong/hoi-dong/<uuid:award_key>/cam-ket/", en="awards/jury/<uuid:award_key>/declaration/"),
        views.declare,
        name="jury-declare",
    ),
    path(
        route(vi="giai-thuong/hoi-dong/<uuid:award_key>/xung-dot/", en="awards/jury/<uuid:award_key>/conflicts/"),
        views.conflicts,
        name="jury-conflicts",
    ),
]
