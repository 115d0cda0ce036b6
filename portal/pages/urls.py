"""Addresses of the pages room, inside the language prefix."""

from django.urls import path

from portal.kernel.languages import route
from portal.pages import sharing, views

app_name = "pages"
urlpatterns = [
    path("c/<slug:code>/", sharing.short, name="short"),
    path(
        route(vi="c/<slug:code>/anh.png", en="c/<slug:code>/picture.png"), sharing.share_picture, name="share-picture"
    ),
    path(
        route(vi="chua-co-ban-dich/<id:page_id>/", en="not-translated/<id:page_id>/"),
        views.translation_missing,
        name="translation-missing",
    ),
]
