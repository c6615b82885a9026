"""One's own calendars, and their addresses for programs."""

from django.urls import path

from spark.calendars import views

urlpatterns = [
    path("calendars/", views.calendars, name="calendars"),
    path("calendars/<int:pk>/end/", views.end, name="calendar-end"),
    # A mask in spark/logs.py and deploy/nginx.conf knows it by its beginning.
    path("calendar/<str:token>.ics", views.feed, name="calendar-feed"),
]
