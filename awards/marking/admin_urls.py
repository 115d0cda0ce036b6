"""Addresses in the admin: progress of scoring, reminders, what the jury gave."""

from django.urls import URLPattern, path

from awards.marking import admin_views

urlpatterns: list[URLPattern] = [
    path("awards/editions/<uuid:award_key>/marking/", admin_views.overview, name="awards-marking"),
    path("awards/editions/<uuid:award_key>/marking/remind/", admin_views.remind, name="awards-marking-remind"),
    path("awards/editions/<uuid:award_key>/marking/result/", admin_views.result, name="awards-marking-result"),
]
