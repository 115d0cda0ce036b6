"""Addresses that only the demo portal has."""

from django.urls import path

from portal.demo import views

app_name = "demo"
urlpatterns = [
    path("thu-mau/", views.mailbox, name="mailbox"),
    path("thu-mau/<id:pk>/", views.letter, name="letter"),
]
