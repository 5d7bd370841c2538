"""Addresses of the portals; they own the root."""

from django.urls import include, path

urlpatterns = [
    path("gallery/", include("duixian.portals.gallery_urls")),
]
