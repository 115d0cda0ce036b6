"""Addresses in the admin: jurors, their assignments, and conflicts of interest."""

from django.urls import URLPattern, path

from awards.jury import admin_views

urlpatterns: list[URLPattern] = [
    path("awards/editions/<uuid:award_key>/jury/", admin_views.jury, name="awards-jury"),
    path("awards/editions/<uuid:award_key>/jury/assign/", admin_views.assign, name="awards-jury-assign"),
    path("awards/editions/<uuid:award_key>/jury/conflicts/", admin_views.hints, name="awards-jury-hints"),
    path("awards/editions/<uuid:award_key>/jury/<uuid:public_id>/", admin_views.juror, name="awards-juror"),
]
