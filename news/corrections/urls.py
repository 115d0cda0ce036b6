"""Address of a newsroom's corrections, inside the language prefix."""

from django.urls import path

from news.corrections import views as correction_views
from portal.kernel.languages import route

urlpatterns = [
    path(
        route(vi="tin-tuc/toa-soan/<slug:code>/dinh-chinh/", en="news/newsroom/<slug:code>/corrections/"),
        correction_views.corrections,
        name="newsroom-corrections",
    ),
]
