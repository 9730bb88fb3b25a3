"""CAMEO and ICEWS codes <-> PLOVER types and modes.

In:  a CAMEO code, an ICEWS event text, or a type with its mode.   Out: the other side's code.
Does not: read files of events (ledger/exchange.py does), or turn sides around: CAMEO's 043
("host a visit") has the host as actor and therefore no mode here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from detente.codebook.lookup import find
from detente.codebook.own_mode import is_own

__all__ = ["Cameo", "CameoCode"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CameoCode:
    """A CAMEO code and what it is in PLOVER.

    ``type`` is ``None`` for public statements (root 01), which are no events here. ``quad`` is
    GDELT's QuadClass, which follows CAMEO's roots and not PLOVER's types; ``goldstein`` is the
    intensity in the ICEWS list. ``note`` says why, where the conversion departs from the
    crosswalk beside PLOVER's manual.
    """

    code: str
    name: str
    type: str | None
    mode: str | None
    quad: int
    goldstein: float
    source: str
    note: str | None = None

    @property
    def root(self) -> str:
        """The two digits of its family: ``19`` for ``193``."""
        return self.code[:2]

    @property
    def base(self) -> str:
        """The code without its fourth digit: ``112`` for ``1124``."""
        return self.code[:3]


@dataclass(frozen=True, kw_only=True)
class Cameo:
    """The conversions.

    ``codes`` are by code, ``exports`` by ``TYPE`` or ``TYPE-mode``, ``texts`` by ICEWS event text
    in lower case.
    """

    codes: Mapping[str, CameoCode]
    exports: Mapping[str, str]
    texts: Mapping[str, str]

    def code(self, code: str) -> CameoCode:
        """Look up a CAMEO code, leading zeros included; ``UnknownCode`` if there is none."""
        return find(self.codes, code, "CAMEO code")

    def from_icews(self, text: str) -> CameoCode:
        """Look up an ICEWS event text ("Host a visit"), whatever its capitals."""
        return self.codes[find(self.texts, text.casefold(), "ICEWS event text")]

    def from_plover(self, type_name: str, mode: str | None = None) -> CameoCode:
        """Find the code under which exports write a type and mode.

        The most general code that is true of every such act, so that nothing is claimed that
        the report did not tell: ``160`` for SANCTION-discontinue, not ``163``. REQUEST is
        written as an appeal (02), not as a demand (10): on the Goldstein scale it is nearer. A
        user's own type is written as the type that it belongs to.
        """
        name = type_name if mode is None or is_own(mode) else f"{type_name}-{mode}"
        return self.codes[find(self.exports, name, "event type and mode")]
