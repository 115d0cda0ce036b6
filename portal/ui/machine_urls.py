"""Addresses of drawn pictures, the same in every language."""

from django.urls import path

from portal.ui import views

app_name = "drawings"
urlpatterns = [path("hinh-ve/<slug:motif>/<slug:key>.svg", views.drawing, name="drawing")]
