"""A large language model as options and a file name it.

In:  a section ``[llm]`` of TOML, options that go before it.   Out: a ``ModelChoice``.
Does not: read a key: the file names the environment variable that holds it.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from detente.config import ModelChoice
from detente.errors import BadConfig

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
