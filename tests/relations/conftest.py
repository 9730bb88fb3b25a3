"""The codebook, which tells cooperation from conflict."""

import pytest

from detente.codebook import Codebook, load_codebook


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load_codebook()
