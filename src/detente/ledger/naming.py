"""What importers must know of names and acts beyond their file.

In:  tables of the rooms above and of the codebook.   Out: acts for CAMEO codes; actors for names.
Does not: load the gazetteer: whoever imports hands it in as ``Naming``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from detente.codebook import CameoCode, load_codebook
from detente.ledger.told import Act
from detente.records import Actor, SpeechKind, Status

__all__ = ["Known", "Naming", "act_of_cameo", "act_of_plover"]

HOSTING = "043"  # CAMEO's host acts; here the visitor does, to the host
SIGNING = "057"  # whoever signs acts, and nobody is signed at
_SPEECH = {
    "011": SpeechKind.DENIAL,
    "012": SpeechKind.ASSESSMENT,
    "013": SpeechKind.ASSESSMENT,
    "014": SpeechKind.PLAN,
    "016": SpeechKind.DENIAL,
}


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a name means on a day; ``is_lasting`` if it means the same on every other day."""

    actor: Actor
    is_lasting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Countries by GDELT's code and by ICEWS's name; actors by name; sectors by role.

    ``actor`` tells whom a name means as of a day, ``sector`` what a role noun is ("soldier":
    MIL); both give ``None`` for what they do not know.
    """

    gdelt: Mapping[str, str]
    icews: Mapping[str, str]
    actor: Callable[[str, date | None], Known | None]
    sector: Callable[[str], str | None]


def act_of_cameo(code: CameoCode) -> Act:
    """Turn a CAMEO code into an act; who meets, talks or signs together acts together."""
    if code.type is None:
        return Act(type=None, speech=_SPEECH.get(code.base, SpeechKind.POSITION))
    if code.code == HOSTING:
        return Act(type=code.type, mode="visit", is_turned=True)
    return Act(
        type=code.type,
        mode=code.mode,
        contexts=_contexts(code.type, code.mode),
        is_mutual=code.code == SIGNING or _is_mutual(code.type, code.mode),
    )


def act_of_plover(
    type_name: str, mode: str | None, contexts: tuple[str, ...], status: Status
) -> Act:
    """Turn PLOVER's own type and mode into an act.

    Raises:
        UnknownCode: the codebook has no such type, mode or context.
    """
    codebook = load_codebook()
    codebook.intensity(type_name, mode)
    for context in contexts:
        codebook.context(context)
    return Act(
        type=type_name,
        mode=mode,
        contexts=contexts,
        status=status,
        is_mutual=_is_mutual(type_name, mode),
    )


# Private functions


def _is_mutual(type_name: str, mode: str | None) -> bool:
    return load_codebook().type(type_name).is_mutual and mode != "visit"


def _contexts(type_name: str, mode: str | None) -> tuple[str, ...]:
    """Add the context that a mode brings by itself."""
    context = load_codebook().mode(type_name, mode).context if mode else None
    return (context,) if context else ()
