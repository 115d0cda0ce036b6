"""Addresses of a person's own data."""

from django.urls import path

from portal.accounts import data_views
from portal.kernel.languages import route

app_name = "accounts"
urlpatterns = [
    path("", data_views.my_data, name="my-data"),
    path(route(vi="tai-ve/", en="download/"), data_views.download, name="my-data-download"),
    path(route(vi="xoa/", en="erase/"), data_views.ask_for_erasure, name="ask-for-erasure"),
    path(route(vi="xoa/<str:secret>/", en="erase/<str:secret>/"), data_views.erase, name="erase"),
]
