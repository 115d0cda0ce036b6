"""Addresses for machines, outside the language prefix."""

from django.urls import path

from news import news_site_map

urlpatterns = [path("news-sitemap.xml", news_site_map.news_site_map, name="news-sitemap")]
