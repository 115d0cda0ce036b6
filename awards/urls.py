"""Addresses of the awards room, inside the language prefix."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from awards.deliberation import urls as deliberation_urls
from awards.dossiers.views import acts, writing
from awards.editions import result_views, views
from awards.feedback import urls as feedback_urls
from awards.honours import urls as honours_urls
from awards.jury import urls as jury_urls
from awards.marking import urls as marking_urls
from awards.screening import urls as screening_urls
from awards.voting import urls as voting_urls
from portal.kernel.languages import route


def _own(view: Callable[..., HttpResponseBase], name: str, *, vi: str = "", en: str = "") -> URLPattern:
    """Return an address of one dossier, which only its people can name."""
    return path(
        route(vi=f"giai-thuong/ho-so/<uuid:public_id>/{vi}", en=f"awards/dossiers/<uuid:public_id>/{en}"),
        view,
        name=name,
    )


app_name = "awards"
urlpatterns: list[URLPattern] = [
    path(
        route(
            vi="giai-thuong/the-le/<uuid:award_key>/<id:version>.json",
            en="awards/rules/<uuid:award_key>/<id:version>.json",
        ),
        views.rules,
        name="rules",
    ),
    path(
        route(vi="giai-thuong/tinh-lai/recompute_award.py", en="awards/recompute/recompute_award.py"),
        result_views.program,
        name="program",
    ),
    path(
        route(vi="giai-thuong/tinh-lai/<uuid:award_key>/", en="awards/recompute/<uuid:award_key>/"),
        result_views.method,
        name="recompute",
    ),
    path(
        route(
            vi="giai-thuong/tinh-lai/<uuid:award_key>/bang-diem.json",
            en="awards/recompute/<uuid:award_key>/score-sheet.json",
        ),
        result_views.score_sheet,
        name="score-sheet",
    ),
    path(route(vi="giai-thuong/ho-so/", en="awards/dossiers/"), writing.dossiers, name="dossiers"),
    path(
        route(vi="giai-thuong/ho-so/moi/<uuid:award_key>/", en="awards/dossiers/new/<uuid:award_key>/"),
        writing.new,
        name="dossier-new",
    ),
    path(
        route(vi="giai-thuong/ho-so/loi-moi/<str:secret>/", en="awards/dossiers/asked/<str:secret>/"),
        acts.asked,
        name="dossier-asked",
    ),
    _own(writing.dossier, "dossier"),
    _own(writing.basics, "dossier-basics", vi="noi-dung/", en="basics/"),
    _own(writing.answer, "dossier-answer", vi="tieu-chi/<slug:key>/", en="criteria/<slug:key>/"),
    _own(writing.document, "dossier-document", vi="tai-lieu/<slug:key>/", en="documents/<slug:key>/"),
    _own(writing.file, "dossier-file", vi="tep/<id:pk>/", en="files/<id:pk>/"),
    _own(acts.submit, "dossier-submit", vi="nop/", en="submit/"),
    _own(acts.withdraw, "dossier-withdraw", vi="rut/", en="withdraw/"),
    _own(acts.take_up, "dossier-take-up", vi="sua-lai/", en="take-up/"),
    _own(acts.people, "dossier-people", vi="thanh-vien/", en="people/"),
    _own(acts.person_remove, "dossier-person-remove", vi="thanh-vien/<id:pk>/roi/", en="people/<id:pk>/remove/"),
    *screening_urls.urlpatterns,
    *jury_urls.urlpatterns,
    *marking_urls.urlpatterns,
    *voting_urls.urlpatterns,
    *deliberation_urls.urlpatterns,
    *honours_urls.urlpatterns,
    *feedback_urls.urlpatterns,
]
