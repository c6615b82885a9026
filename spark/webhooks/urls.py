"""The pages of webhooks."""

from django.urls import path

from spark.webhooks import views

urlpatterns = [
    path("webhooks/", views.webhook_list, name="webhooks"),
    path("webhooks/new/", views.create, name="webhook-create"),
    path("webhooks/<int:pk>/", views.detail, name="webhook"),
    path("webhooks/<int:pk>/<slug:verb>/", views.act, name="webhook-act"),
    path(
        "webhooks/<int:pk>/deliveries/<int:delivery>/replay/",
        views.replay_one,
        name="webhook-delivery-replay",
    ),
]
