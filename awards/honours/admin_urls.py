"""Addresses in the admin: certificates of winners, taking a prize back, and the press kit."""

from django.urls import URLPattern, path

from awards.honours import admin_views, press_admin

urlpatterns: list[URLPattern] = [
    path("awards/press/", press_admin.kits, name="awards-press-kits"),
    path("awards/press/<uuid:award_key>/", press_admin.kit, name="awards-press-kit"),
    path("awards/press/<uuid:award_key>/kit.zip", press_admin.bundle, name="awards-press-kit-file"),
    path("awards/editions/<uuid:award_key>/certificates/", admin_views.certificate_list, name="awards-certificates"),
    path(
        "awards/editions/<uuid:award_key>/certificates/preview/<id:pk>.pdf",
        admin_views.preview,
        name="awards-certificate-preview",
    ),
    path(
        "awards/editions/<uuid:award_key>/certificates/<id:pk>.pdf",
        admin_views.download,
        name="awards-certificate-file",
    ),
    path(
        "awards/editions/<uuid:award_key>/certificates/<id:pk>/replace/",
        admin_views.replace,
        name="awards-certificate-replace",
    ),
    path(
        "awards/editions/<uuid:award_key>/certificates/<id:pk>/revoke/",
        admin_views.revoke,
        name="awards-certificate-revoke",
    ),
    path(
        "awards/editions/<uuid:award_key>/winners/<id:pk>/revoke/",
        admin_views.revoke_award,
        name="awards-revoke-award",
    ),
]
