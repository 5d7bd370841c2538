"""Addresses of the gallery."""

from django.urls import path

from duixian.portals import gallery

urlpatterns = [
    path("", gallery.index, name="gallery"),
    path("options/", gallery.options, name="gallery-options"),
    path("paper/", gallery.paper, name="gallery-paper"),
    path("<slug:name>/", gallery.page, name="gallery-page"),
]
