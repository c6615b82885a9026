"""The pages of robots."""

from django.urls import path

from spark.robots import views

urlpatterns = [
    path("robots/", views.robot_list, name="robots"),
    path("robots/new/", views.create, name="robot-create"),
    path("robots/<int:pk>/", views.detail, name="robot"),
    path("robots/<int:pk>/<slug:verb>/", views.act, name="robot-act"),
    path(
        "robots/<int:pk>/messages/<int:message>/send-again/",
        views.send_again,
        name="robot-send-again",
    ),
]
