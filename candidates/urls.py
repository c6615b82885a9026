"""Addresses of the register, rosters, lists, screening and incubation."""

from django.urls import path

from candidates.applying import views as applying
from candidates.consents import portal as own_consents
from candidates.consents import views as consents
from candidates.incubation.views import SECTION as INCUBATION
from candidates.lists import views as lists
from candidates.portal import views as portal
from candidates.register import views as register
from candidates.rights import portal as rights
from candidates.rights.views import request_act, request_list
from candidates.rosters import views as rosters
from candidates.screening.views import SECTION as SCREENING

urlpatterns = [
    path("candidates/", lists.candidate_list, name="candidate-list"),
    path("candidates/columns/", lists.columns_save, name="candidate-columns"),
    path("candidates/views/", lists.view_save, name="candidate-views"),
    path("candidates/views/<int:pk>/", lists.view_change, name="candidate-view"),
    path("candidates/export/", lists.export, name="candidate-export"),
    path("candidates/export/<int:pk>/", lists.export_file, name="export-file"),
    path("candidates/bulk/<slug:name>/", lists.bulk, name="candidate-bulk"),
    path("candidates/import/", rosters.roster_send, name="roster-send"),
    path(
        "candidates/import/template.xlsx",
        rosters.roster_template,
        name="roster-template",
    ),
    path("candidates/import/<int:pk>/", rosters.roster_detail, name="roster-detail"),
    path(
        "candidates/import/<int:pk>/rejected.xlsx",
        rosters.roster_rejected,
        name="roster-rejected",
    ),
    path(
        "candidates/import/<int:pk>/<slug:verb>/", rosters.roster_act, name="roster-act"
    ),
    path("candidates/<int:pk>/", register.candidate_detail, name="candidate-detail"),
    path(
        "candidates/<int:pk>/leave/", register.candidate_leave, name="candidate-leave"
    ),
    path(
        "candidates/<int:pk>/identity/<slug:verb>/",
        register.identity_act,
        name="identity-act",
    ),
    path("candidates/<int:pk>/card/", portal.card, name="candidate-card"),
    path(
        "candidates/<int:pk>/card/<slug:verb>/",
        portal.card_act,
        name="candidate-card-act",
    ),
    path("candidates/<int:pk>/consents/", consents.consents, name="candidate-consents"),
    path(
        "candidates/<int:pk>/consents/<slug:verb>/<int:row>/",
        consents.consents_act,
        name="candidate-consents-act",
    ),
    path("g/", consents.guardian_enter, name="guardian-enter"),
    path("g/<str:token>/", consents.guardian_arrive, name="guardian-arrive"),
    path("guardian/", consents.guardian_home, name="guardian-home"),
    path("guardian/leave/", consents.guardian_leave, name="guardian-leave"),
    path("guardian/<slug:verb>/", consents.guardian_act, name="guardian-act"),
    path("p/", portal.enter, name="portal-enter"),
    path("p/code/", portal.send_code, name="portal-send-code"),
    path("p/<str:token>/", portal.arrive, name="portal-arrive"),
    path("my/", portal.home, name="portal-home"),
    path("my/leave/", portal.leave, name="portal-leave"),
    path(
        "my/consents/<slug:verb>/<int:row>/",
        own_consents.act,
        name="portal-consent-act",
    ),
    path("my/messages/<int:pk>/", portal.read, name="portal-message"),
    path("my/data/", rights.data, name="portal-data"),
    path("my/data/contact/", rights.contact, name="portal-contact"),
    path("my/data/ask/", rights.ask, name="portal-ask"),
    path("my/data/file.json", rights.data_file, name="portal-data-file"),
    path("requests/", request_list, name="request-list"),
    path("requests/<int:pk>/<slug:verb>/", request_act, name="request-act"),
    path("a/<slug:slug>/", applying.arrive, name="apply"),
    path("a/<slug:slug>/begin/", applying.begin, name="apply-begin"),
    path("a/<slug:slug>/code/", applying.come_back, name="apply-code"),
    path("a/<slug:slug>/leave/", applying.leave, name="apply-leave"),
    path("a/<slug:slug>/mine/", applying.mine, name="apply-mine"),
    path("a/<slug:slug>/mine/send/", applying.send, name="apply-send"),
    path("a/<slug:slug>/mine/withdraw/", applying.withdraw, name="apply-withdraw"),
    path("a/<slug:slug>/mine/check/<slug:field>/", applying.check, name="apply-check"),
    path("a/<slug:slug>/mine/<slug:step>/", applying.step, name="apply-step"),
    path("applications/", applying.application_list, name="application-list"),
    path("applications/pages/", applying.call_list, name="call-list"),
    path("applications/pages/<int:pk>/", applying.call_change, name="call-change"),
    path(
        "applications/pages/<int:pk>/poster.png",
        applying.call_poster,
        name="call-poster",
    ),
    path(
        "applications/many/<slug:verb>/",
        applying.application_many,
        name="application-many",
    ),
    path(
        "applications/<int:pk>/",
        applying.application_detail,
        name="application-detail",
    ),
    path(
        "applications/<int:pk>/<slug:verb>/",
        applying.application_act,
        name="application-act",
    ),
    *lists.pages_of(SCREENING, "screening"),
    *lists.pages_of(INCUBATION, "incubation"),
]
