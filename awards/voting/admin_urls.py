"""Addresses in the admin: the vote of the public: one for each verified account in a category."""

from django.urls import URLPattern, path

from awards.voting import admin_views

urlpatterns: list[URLPattern] = [
    path("awards/editions/<uuid:award_key>/votes/", admin_views.votes, name="awards-votes"),
    path("awards/editions/<uuid:award_key>/votes/count/", admin_views.count, name="awards-votes-count"),
    path("awards/editions/<uuid:award_key>/votes/alarms/<id:pk>/", admin_views.alarm, name="awards-vote-alarm"),
]
