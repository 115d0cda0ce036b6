"""Public addresses: what entrants are told after the decision, and what is erased in the end."""

from django.urls import URLPattern, path

from awards.feedback import views
from portal.kernel.languages import route

urlpatterns: list[URLPattern] = [
    path(
        route(
            vi="giai-thuong/ho-so/<uuid:public_id>/tai-ve/",
            en="awards/dossiers/<uuid:public_id>/download/",
        ),
        views.download,
        name="dossier-download",
    ),
]
