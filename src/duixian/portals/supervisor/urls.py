from django.urls import path

from duixian.portals.supervisor import board, lists, matrix

app_name = "supervisor"

urlpatterns = [
    path("", board.board, name="board"),
    path("counted/<str:part>/", lists.counted, name="counted"),
    path("violations/<str:indicator>/", lists.violations, name="violations"),
    path("overdue/<str:node>/", lists.overdue, name="overdue"),
    path("outstanding/", lists.unended, name="outstanding"),
    path("matrix/", matrix.matrix, name="matrix"),
]
