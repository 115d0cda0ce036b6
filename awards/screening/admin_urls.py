"""Addresses in the admin: the list of dossiers to check, one dossier, its files."""

from django.urls import URLPattern, path

from awards.screening import admin_views

BASE = "awards/editions/<uuid:award_key>/screening/"

urlpatterns: list[URLPattern] = [
    path(BASE, admin_views.dossiers, name="awards-screening"),
    path(f"{BASE}<uuid:public_id>/", admin_views.dossier, name="awards-screening-dossier"),
    path(f"{BASE}<uuid:public_id>/files/<id:pk>/", admin_views.file, name="awards-screening-file"),
    path(f"{BASE}<uuid:public_id>/files/<id:pk>/names/", admin_views.file_leaks, name="awards-screening-leaks"),
]
