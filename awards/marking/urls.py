"""Public addresses: a juror's desk, dossiers with their rubric, files."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from awards.marking import views
from portal.kernel.languages import route


def _own(view: Callable[..., HttpResponseBase], name: str, *, vi: str = "", en: str = "") -> URLPattern:
    """Return an address of one dossier as one juror scores it."""
    return path(
        route(vi=f"giai-thuong/hoi-dong/cham/<id:pk>/{vi}", en=f"awards/jury/marking/<id:pk>/{en}"), view, name=name
    )


urlpatterns: list[URLPattern] = [
    path(route(vi="giai-thuong/hoi-dong/cham/", en="awards/jury/marking/"), views.desk, name="marking"),
    _own(views.mark, "marking-sheet"),
    _own(views.review, "marking-review", vi="nop/", en="hand-in/"),
    _own(views.take_back, "marking-take-back", vi="sua-lai/", en="take-back/"),
    _own(views.file, "marking-file", vi="tep/<id:file_pk>/", en="files/<id:file_pk>/"),
]
