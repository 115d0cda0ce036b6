"""Address of the component catalogue, where the settings show it."""

from django.urls import path

from portal.kernel.languages import route
from portal.ui import views

app_name = "ui"
urlpatterns = [path(route(vi="giao-dien/", en="interface/"), views.catalogue, name="catalogue")]
