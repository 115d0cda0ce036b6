"""Addresses of pictures, the same in every language: drawn ones, and the icon that browsers ask for by themselves."""

from django.urls import path

from portal.ui import views

app_name = "drawings"
urlpatterns = [
    path("favicon.ico", views.favicon, name="favicon"),
    path("hinh-ve/<slug:motif>/<slug:key>.svg", views.drawing, name="drawing"),
]
