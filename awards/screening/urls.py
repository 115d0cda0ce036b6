"""Public addresses of the check of eligibility."""

from django.urls import URLPattern, path

from awards.screening import views
from portal.kernel.languages import route

urlpatterns: list[URLPattern] = [
    path(
        route(
            vi="giai-thuong/ho-so/<uuid:public_id>/bo-sung/",
            en="awards/dossiers/<uuid:public_id>/complete/",
        ),
        views.complete,
        name="dossier-complete",
    ),
]
