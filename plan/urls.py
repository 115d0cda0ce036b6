"""Addresses of the plan room, inside the language prefix."""

from django.urls import path

from plan import views
from portal.kernel.languages import route

app_name = "plan"
urlpatterns = [path(route(vi="ke-hoach/so-lieu.csv", en="plan/figures.csv"), views.figures, name="figures")]
