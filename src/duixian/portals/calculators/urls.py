from django.urls import path

from duixian.portals.calculators import many, views

app_name = "calculators"

urlpatterns = [
    path("", views.index, name="index"),
    path("interest/many/", many.upload, name="many"),
    path("interest/many/template.xlsx", many.template, name="many_template"),
    path("interest/many/result.xlsx", many.result, name="many_result"),
    path("<slug:slug>/", views.calculator, name="calculator"),
    path("<slug:slug>/worksheet.<str:kind>", views.worksheet, name="worksheet"),
]
