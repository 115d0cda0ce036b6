"""Addresses of versions shown to reviewers, inside the language prefix."""

from django.urls import path

from news.reviews import views as review_views
from portal.kernel.languages import route

urlpatterns = [
    path(route(vi="xem-truoc/<str:secret>/", en="review/<str:secret>/"), review_views.read, name="review"),
    path(
        route(vi="xem-truoc/<str:secret>/gop-y/", en="review/<str:secret>/remarks/"),
        review_views.remarks,
        name="review-remarks",
    ),
    path(
        route(vi="xem-truoc/<str:secret>/gop-y/<id:number>/", en="review/<str:secret>/remarks/<id:number>/"),
        review_views.change,
        name="review-change",
    ),
    path(
        route(vi="xem-truoc/<str:secret>/gui/", en="review/<str:secret>/send/"), review_views.send, name="review-send"
    ),
    path(
        route(vi="xem-truoc/<str:secret>/da-gui/", en="review/<str:secret>/sent/"),
        review_views.sent,
        name="review-sent",
    ),
]
