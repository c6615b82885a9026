import pytest


@pytest.mark.parametrize(
    "until",
    [
        "registered",
        "waiting",
        "in_review",
        "passed",
        "paperwork",
        "active",
        "enrolled",
        "competing",
        "qualified",
        "draft",
        "in_force",
        "probation",
    ],
)
def test_pages(world, client, until):
    c = world.candidate(until)
    for name, u in world.people.items():
        client.force_login(u)
        for url in [
            "/",
            "/candidates/",
            f"/candidates/{c.pk}/",
            "/screening/",
            "/incubation/",
            "/training/",
            "/signing/",
            "/management/",
            f"/screening/of/{c.pk}/",
            f"/incubation/of/{c.pk}/",
            f"/training/of/{c.pk}/",
            f"/signing/of/{c.pk}/",
            f"/management/of/{c.pk}/",
            "/inbox/",
            "/candidates/import/",
        ]:
            r = client.get(url)
            print(until, name, url, r.status_code)
            assert r.status_code < 500
            r = client.get(url, headers={"HX-Request": "true"})
            assert r.status_code < 500
