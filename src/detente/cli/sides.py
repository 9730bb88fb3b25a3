"""What a person calls a side -> its country code and name.

In:  ``CHN``, ``chn``, ``China``, ``Beijing``.   Out: the code that claims bear, and a name.
Does not: refuse a code that is unknown; states of one's own may be in own files alone.
"""

from typing import TYPE_CHECKING

from detente.errors import UnknownCode

if TYPE_CHECKING:
    from detente.actors import Gazetteer

__all__ = ["resolve_side"]

CODE_LENGTH = 3


def resolve_side(written: str, gazetteer: "Gazetteer") -> tuple[str, str | None]:
    """Find the code of a side, and its name where the gazetteer has one.

    Raises:
        UnknownCode: it is neither a code nor the name of a state.
    """
    from detente.actors import explain_name

    state = gazetteer.entries.get(written.upper())
    if state is not None:
        return state.id, state.name
    for meaning in explain_name(gazetteer, written):
        country = meaning.code.partition("-")[0]
        if country in gazetteer.entries:
            return country, gazetteer.entry(country).name
    if len(written) == CODE_LENGTH and written.isalpha():
        return written.upper(), None
    raise UnknownCode(f"no state is known as {written!r}; write its three letters, as CHN or USA")
