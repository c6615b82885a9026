"""Nothing of these tests' clips stays on the machine."""

import pytest


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    options = {**settings.STORAGES["default"]["OPTIONS"], "location": str(tmp_path)}
    disk = settings.STORAGES["default"] | {"OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": disk}
