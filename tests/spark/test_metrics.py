"""Metrics are for whoever has the token."""

import pytest


@pytest.mark.parametrize(
    ("given", "status"), [("Bearer 令牌", 200), ("Bearer 令", 403), ("", 403)]
)
def test_metrics_are_for_whoever_has_the_token(client, settings, given, status):
    settings.METRICS_TOKEN = "令牌"
    assert (
        client.get("/metrics", headers={"Authorization": given}).status_code == status
    )
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": ""}).status_code == 403
