"""Runs, problems, replies: how rows were made, what went wrong, what a model was heard to say."""

from dataclasses import dataclass
from functools import cached_property

from detente.records.text import digest


@dataclass(frozen=True, kw_only=True)
class Run:
    """The versions behind every row: code, codebook, gazetteer, parser, coder."""

    version: str
    codebook: str
    gazetteer: str
    parser: str
    coder: str

    @cached_property
    def id(self) -> str:
        """Digest of all versions."""
        return digest("run", self.version, self.codebook, self.gazetteer, self.parser, self.coder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that went wrong with one input.

    ``key`` is the report's key (a file's name, a row's id); ``room`` is where it was noticed;
    ``kind`` a short, fixed name; ``detail`` says what and where, for a person. ``is_warning``
    marks a problem with which the report was coded all the same.
    """

    key: str
    room: str
    kind: str
    detail: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a large model answered to one request.

    ``asked`` is the digest of words, model and parameters; ``settings`` that of model, prompt and
    parameters; ``guidelines`` that of the prompt file; ``parameters`` are JSON. Tokens are by the
    endpoint's own count, 0 where it tells none.
    """

    asked: str
    settings: str
    model: str
    guidelines: str
    parameters: str
    tokens_in: int = 0
    tokens_out: int = 0
    text: str
