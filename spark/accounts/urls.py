"""Home, inbox, people, systems, one's own page, log-in."""

from django.urls import include, path, re_path

from spark.accounts import own, undoing, views
from spark.accounts.clients import views as clients
from spark.accounts.people import views as people
from spark.accounts.security import views as security

# What allauth also has and nobody needs here: signing up, other addresses, codes.
CLOSED = r"^accounts/(signup|email|confirm-email|password/set|login/code)/"

urlpatterns = [
    path("", views.home, name="home"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.inbox_read, name="inbox-read"),
    path("me/", own.me, name="me"),
    path("me/notifications/", own.notifications, name="me-notifications"),
    path("me/sessions/end/", own.end_other_sessions, name="me-sessions-end"),
    path("people/", people.people_list, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:pk>/", people.person_detail, name="person"),
    path("people/<int:pk>/roles/", people.grant, name="person-grant"),
    path(
        "people/<int:pk>/roles/<int:grant_id>/revoke/",
        people.revoke,
        name="person-revoke",
    ),
    path("people/<int:pk>/<slug:verb>/", people.person_act, name="person-act"),
    path("clients/", clients.client_list, name="clients"),
    path("clients/connect/", clients.connect, name="client-connect"),
    path("clients/<int:pk>/", clients.client_detail, name="client"),
    path("clients/<int:pk>/<slug:verb>/", clients.client_act, name="client-act"),
    path("security/", security.security_log, name="security-log"),
    path("invitation/<str:token>/", people.invitation, name="invitation"),
    path("mute/<str:token>/", own.mute, name="mute"),
    path("undo/", undoing.undo, name="undo"),
    path("i18n/setlang/", own.language, name="set_language"),
    path("accounts/demo/", views.demo_login, name="demo_login"),
    re_path(CLOSED, views.closed, name="closed"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]
