from django.urls import path

from duixian.portals.manual import views

app_name = "manual"

urlpatterns = [
    path("", views.index, name="index"),
    path("<str:code>/", views.act, name="act"),
]
