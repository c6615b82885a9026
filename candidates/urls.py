"""Addresses of the register, rosters, lists, screening and incubation."""

from django.urls import path

from candidates.applying import views as applying
from candidates.clips import views as clips
from candidates.consents import portal as own_consents
from candidates.consents import views as consents
from candidates.incubation.views import SECTION as INCUBATION
from candidates.lists import views as lists
from candidates.papers import portal as own_papers
from candidates.papers import views as papers
from candidates.portal import views as portal
from candidates.register import views as register
from candidates.rights import views as rights
from candidates.rosters import views as rosters
from candidates.screening import portal as own_screening
from candidates.screening import views as screening
from candidates.telling import views as telling

urlpatterns = [
    path("messages/kinds/", telling.kinds, name="message-kinds"),
    path("messages/kinds/<slug:name>/", telling.kind, name="message-kind"),
    path(
        "messages/mail/<slug:name>/<slug:language>/", telling.mail, name="message-mail"
    ),
    path("messages/held/", telling.held, name="held-messages"),
    path("messages/held/hold/", telling.hold, name="held-hold"),
    path("messages/batches/<slug:slug>/", telling.let_all_go, name="held-let-all-go"),
    path("messages/held/<slug:verb>/", telling.act, name="held-act"),
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
    path("g/code/", consents.guardian_send_code, name="guardian-send-code"),
    path("g/<str:token>/", consents.guardian_arrive, name="guardian-arrive"),
    path("guardian/", consents.guardian_home, name="guardian-home"),
    path("guardian/leave/", consents.guardian_leave, name="guardian-leave"),
    path("guardian/<slug:verb>/", consents.guardian_act, name="guardian-act"),
    path("p/", portal.enter, name="portal-enter"),
    path("p/code/", portal.send_code, name="portal-send-code"),
    path("p/<str:token>/", portal.arrive, name="portal-arrive"),
    path("my/", portal.home, name="portal-home"),
    path("sw.js", portal.worker, name="portal-worker"),
    path("app/<slug:language>.webmanifest", portal.manifest, name="portal-manifest"),
    path("offline/", portal.offline, name="portal-offline"),
    path("my/leave/", portal.leave, name="portal-leave"),
    path(
        "my/consents/<slug:verb>/<int:row>/",
        own_consents.act,
        name="portal-consent-act",
    ),
    path("my/messages/<int:pk>/", portal.read, name="portal-message"),
    path("my/calendars/", portal.calendars, name="portal-calendars"),
    path("my/calendars/<int:pk>/end/", portal.calendar_end, name="portal-calendar-end"),
    path("my/data/", rights.data, name="portal-data"),
    path("my/data/contact/", rights.contact, name="portal-contact"),
    path("my/data/ask/", rights.ask, name="portal-ask"),
    path("my/data/file.json", rights.data_file, name="portal-data-file"),
    path("my/data/file.pdf", rights.data_paper, name="portal-data-paper"),
    path("unclear/", rosters.unclear_list, name="unclear-list"),
    path("unclear/<int:pk>/", rosters.unclear_find_out, name="unclear-find-out"),
    path("requests/", rights.request_list, name="request-list"),
    path("requests/<int:pk>/<slug:verb>/", rights.request_act, name="request-act"),
    path("a/<slug:slug>/", applying.arrive, name="apply"),
    path("a/<slug:slug>/begin/", applying.begin, name="apply-begin"),
    path("a/<slug:slug>/code/", applying.come_back, name="apply-code"),
    path("a/<slug:slug>/leave/", applying.leave, name="apply-leave"),
    path("a/<slug:slug>/mine/", applying.mine, name="apply-mine"),
    path("a/<slug:slug>/mine/send/", applying.send, name="apply-send"),
    path("a/<slug:slug>/mine/withdraw/", applying.withdraw, name="apply-withdraw"),
    path("a/<slug:slug>/mine/check/<slug:field>/", applying.check, name="apply-check"),
    path("a/<slug:slug>/mine/clip/state/", applying.clip_state, name="apply-clip"),
    path("a/<slug:slug>/mine/clip/drop/", applying.clip_drop, name="apply-clip-drop"),
    path(
        "a/<slug:slug>/mine/clip/file/<str:name>",
        applying.clip_file,
        name="apply-clip-file",
    ),
    path(
        "a/<slug:slug>/mine/clip/uploads/",
        applying.clip_uploads,
        name="apply-clip-uploads",
    ),
    path(
        "a/<slug:slug>/mine/clip/uploads/<uuid:key>/",
        applying.clip_upload,
        name="apply-clip-upload",
    ),
    path("a/<slug:slug>/mine/<slug:step>/", applying.step, name="apply-step"),
    path("applications/", applying.application_list, name="application-list"),
    path("applications/pages/", applying.call_list, name="call-list"),
    path("applications/pages/<int:pk>/", applying.call_change, name="call-change"),
    path(
        "applications/pages/<int:pk>/poster.png",
        applying.call_code,
        name="call-code",
    ),
    path(
        "applications/pages/<int:pk>/poster/<slug:language>/<slug:paper>.pdf",
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
        "applications/<int:pk>/clip/<str:name>",
        applying.application_clip,
        name="application-clip",
    ),
    path(
        "applications/<int:pk>/<slug:verb>/",
        applying.application_act,
        name="application-act",
    ),
    path("candidates/<int:pk>/clip/", clips.candidate_clip, name="candidate-clip"),
    path("clips/<int:pk>/remove/", clips.clip_act, name="clip-act"),
    path("clips/<int:pk>/<str:name>", clips.clip_file, name="clip-file"),
    path(
        "candidates/<int:pk>/clip/send/",
        screening.candidate_clip_send,
        name="candidate-clip-send",
    ),
    path(
        "candidates/<int:pk>/clip/state/",
        screening.candidate_clip_state,
        name="candidate-clip-state",
    ),
    path(
        "candidates/<int:pk>/clip/uploads/",
        screening.candidate_clip_uploads,
        name="candidate-clip-uploads",
    ),
    path(
        "candidates/<int:pk>/clip/uploads/<uuid:key>/",
        screening.candidate_clip_upload,
        name="candidate-clip-upload",
    ),
    path("candidates/<int:pk>/papers/", papers.papers, name="candidate-papers"),
    path(
        "candidates/<int:pk>/papers/<int:row>/file/",
        papers.paper_file,
        name="candidate-paper-file",
    ),
    path(
        "candidates/<int:pk>/papers/<int:row>/<slug:verb>/",
        papers.papers_act,
        name="candidate-papers-act",
    ),
    path("my/papers/<slug:kind>/", own_papers.paper, name="portal-paper"),
    path("my/clip/", own_screening.clip_send, name="portal-clip-send"),
    path("my/clip/state/", own_screening.clip_state, name="portal-clip-state"),
    path("my/clip/uploads/", own_screening.clip_uploads, name="portal-clip-uploads"),
    path(
        "my/clip/uploads/<uuid:key>/",
        own_screening.clip_upload,
        name="portal-clip-upload",
    ),
    path("my/clip/answer/", own_screening.clip_answer, name="portal-clip-answer"),
    path("my/clip/drop/", own_screening.clip_drop, name="portal-clip-drop"),
    path("my/clip/file/<str:name>", own_screening.clip_file, name="portal-clip-file"),
    path("screening/queue/", screening.review_queue, name="review-queue"),
    path(
        "screening/queue/<int:pk>/clip/<str:name>",
        screening.review_clip,
        name="review-clip",
    ),
    path(
        "screening/queue/<int:pk>/<slug:verb>/", screening.review_act, name="review-act"
    ),
    path(
        "screening/reviews/<int:pk>/<slug:verb>/",
        screening.review_office,
        name="review-office",
    ),
    path(
        "candidates/<int:pk>/reviews/",
        screening.candidate_reviews,
        name="candidate-reviews",
    ),
    path("screening/reviewers/", screening.reviewer_list, name="reviewer-list"),
    path(
        "screening/reviewers/agreement.xlsx",
        screening.agreement_file,
        name="agreement-file",
    ),
    path(
        "screening/reviewers/<slug:verb>/", screening.reviewer_act, name="reviewer-act"
    ),
    path("screening/fairness/", screening.fairness_page, name="fairness"),
    path(
        "screening/fairness/report.xlsx", screening.fairness_file, name="fairness-file"
    ),
    path("screening/scorecards/", screening.scorecard_list, name="scorecard-list"),
    path("screening/decisions/", screening.decision_board, name="decision-board"),
    path(
        "screening/decisions/compare/",
        screening.decision_compare,
        name="decision-compare",
    ),
    path("screening/decisions/sheet/", screening.decision_sheet, name="decision-sheet"),
    path("screening/decisions/marks/", screening.decision_marks, name="decision-marks"),
    path(
        "screening/decisions/many/<slug:name>/",
        screening.decision_many,
        name="decision-many",
    ),
    path(
        "screening/decisions/<slug:slug>/release/",
        screening.decision_release,
        name="decision-release",
    ),
    path(
        "screening/decisions/<slug:slug>/waitlist/",
        screening.decision_waitlist,
        name="decision-waitlist",
    ),
    path(
        "screening/decisions/<slug:slug>/waitlist/<int:pk>/",
        screening.decision_move_up,
        name="decision-move-up",
    ),
    path(
        "screening/scorecards/<int:pk>/",
        screening.scorecard_detail,
        name="scorecard-detail",
    ),
    path(
        "screening/scorecards/<int:pk>/edit/",
        screening.scorecard_edit,
        name="scorecard-edit",
    ),
    path(
        "screening/scorecards/<int:pk>/anchors/",
        screening.anchor_new,
        name="anchor-new",
    ),
    path(
        "screening/anchors/<int:pk>/retire/",
        screening.anchor_retire,
        name="anchor-retire",
    ),
    path("screening/calibration/<int:pk>/", screening.calibration, name="calibration"),
    path(
        "screening/calibration/<int:pk>/<slug:verb>/",
        screening.calibration_act,
        name="calibration-act",
    ),
    path("screening/mine/", screening.own_marking, name="own-marking"),
    *lists.pages_of(screening.SECTION, "screening"),
    *lists.pages_of(INCUBATION, "incubation"),
]
