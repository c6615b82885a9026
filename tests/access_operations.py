"""The addresses of how Spark is doing and of what it tells: the office's alone."""

from tests.access_row import Row

OFFICE = {"ok": ("office",), "denied": 403}

OPERATIONS = [
    Row("operations", "/operations/", **OFFICE),
    Row("operations-hours", "/operations/hours.csv", **OFFICE),
    Row("undelivered", "/operations/undelivered/", **OFFICE),
    Row(
        "undelivered-send-again",
        "/operations/undelivered/send-again/",
        works=422,
        method="POST",
        **OFFICE,
    ),
    Row("undelivered-guests", "/operations/undelivered/guests/", **OFFICE),
    Row(
        "undelivered-guests-send-again",
        "/operations/undelivered/guests/send-again/",
        works=422,
        method="POST",
        **OFFICE,
    ),
    Row("message-kinds", "/messages/kinds/", **OFFICE),
    Row("message-kind", "/messages/kinds/screening-released/", **OFFICE),
    Row("message-mail", "/messages/mail/screening-released/en/", **OFFICE),
    Row("held-messages", "/messages/held/", **OFFICE),
    Row("held-hold", "/messages/held/hold/", works=422, method="POST", **OFFICE),
    Row(
        "held-let-all-go",
        "/messages/batches/{batch}/",
        works=409,
        method="POST",
        **OFFICE,
    ),
    Row("held-act", "/messages/held/let-go/", works=422, method="POST", **OFFICE),
]
