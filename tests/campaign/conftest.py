"""One small model for all tests of the campaign."""

import pytest

from tests.campaign.models import Model, quick_model


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return quick_model(tmp_path_factory.mktemp("model"))
