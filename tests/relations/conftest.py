"""The codebook, which tells cooperation from conflict."""

import pytest

from detente.codebook import Codebook, load_codebook
from detente.config import Config
from detente.pipeline import Journey


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load_codebook()


@pytest.fixture(scope="session")
def journey() -> Journey:
    """The whole journey, its models loaded once for all tests of the room.

    By rules: the reader does not hear the senior officials' talks of the model case, and these
    tests ask what a brief makes of acts that are heard.
    """
    return Journey.from_config(Config(coder="rules"))
