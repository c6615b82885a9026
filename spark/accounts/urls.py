"""Home, inbox, log-in."""

from django.urls import include, path

from spark.accounts import views

urlpatterns = [
    path("", views.home, name="home"),
    path("inbox/", views.inbox, name="inbox"),
    path("accounts/demo/", views.demo_login, name="demo_login"),
    path("accounts/", include("allauth.account.urls")),
]
