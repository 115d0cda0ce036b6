"""Addresses of the pages room, inside the language prefix."""

from django.urls import path

from portal.kernel.languages import route
from portal.pages import views

app_name = "pages"
urlpatterns = [
    path(
        route(vi="chua-co-ban-dich/<id:page_id>/", en="not-translated/<id:page_id>/"),
        views.translation_missing,
        name="translation-missing",
    ),
]
