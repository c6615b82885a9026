"""The pages of how Spark is doing."""

from django.urls import path

from spark.operations import views

urlpatterns = [
    path("operations/", views.operations, name="operations"),
    path("operations/hours.csv", views.hours_file, name="operations-hours"),
    path("operations/undelivered/", views.undelivered, name="undelivered"),
    path(
        "operations/undelivered/send-again/",
        views.send_again,
        name="undelivered-send-again",
    ),
]
