"""Addresses in the admin: what entrants are told after the decision, and what is erased in the end."""

from django.urls import URLPattern, path

from awards.feedback import admin_views

urlpatterns: list[URLPattern] = [
    path("awards/editions/<uuid:award_key>/feedback/", admin_views.feedback, name="awards-feedback"),
    path("awards/editions/<uuid:award_key>/feedback/release/", admin_views.release, name="awards-feedback-release"),
    path(
        "awards/editions/<uuid:award_key>/feedback/<uuid:public_id>/",
        admin_views.remarks,
        name="awards-feedback-remarks",
    ),
]
