from django.urls import path

from duixian.portals.party import links, views

app_name = "party"

urlpatterns = [
    path("links/<int:case_id>/", links.links, name="links"),
    path("<str:token>/", views.declare, name="declare"),
    path("<str:token>/receipt/<int:entry_id>/", views.receipt, name="receipt"),
]
