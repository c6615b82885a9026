import pytest
from django.contrib import admin
from django.urls import reverse


def lists():
    return [
        f"admin:{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry
    ]


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_pages(world, client, lang):
    client.cookies["django_language"] = lang
    client.force_login(world.office)
    for url in (
        ["/office/"]
        + [reverse(n + "_changelist") for n in lists()]
        + [reverse(n + "_add") for n in lists()]
    ):
        r = client.get(url)
        assert r.status_code == 200, url
    b = world.batch.pk
    for url in [
        f"/office/candidates/batch/{b}/change/",
        f"/office/candidates/batch/{b}/history/",
        f"/office/candidates/batch/{b}/copy/",
        f"/office/candidates/batch/{b}/close/",
        "/office/candidates/batch/copy/",
        f"/office/campuses/campus/{world.campus.pk}/delete/",
    ]:
        r = client.get(url)
        assert r.status_code == 200, url
        open(
            f"/var/tmp/refdata/{url.strip('/').replace('/', '_')}_{lang}.html", "w"
        ).write(r.content.decode())
