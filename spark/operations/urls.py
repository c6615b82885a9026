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
    path(
        "operations/undelivered/guests/",
        views.guests_undelivered,
        name="undelivered-guests",
    ),
    path(
        "operations/undelivered/guests/send-again/",
        views.guests_send_again,
        name="undelivered-guests-send-again",
    ),
]
