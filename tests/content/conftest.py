"""The shipped content, loaded once for all content tests."""

import pytest

from rehab.content.catalogue import Catalogue, catalogue


@pytest.fixture(scope="session")
def content() -> Catalogue:
    return catalogue()
