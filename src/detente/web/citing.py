"""What the desk shows -> how a paper cites it: BibTeX, RIS.

In:  a title, a year, what it rests on.   Out: an entry for a reference manager.
Does not: know events or briefs.
"""

from dataclasses import dataclass

from detente.errors import VERSION

CITED = {"bib": "application/x-bibtex; charset=utf-8", "ris": "application/x-research-info-systems"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An entry. ``rests_on`` is counted: "3 claims"; ``year`` is that of the days told of."""

    id: str
    title: str
    year: int | None
    rests_on: str

    def written(self, form: str) -> bytes:
        """Write it as ``bib`` or ``ris``."""
        note = f"Coded by detente {VERSION} from {self.rests_on}"
        return (self._bibtex(note) if form == "bib" else self._ris(note)).encode()

    def _bibtex(self, note: str) -> str:
        title = "".join(f"\\{char}" if char in "&%$#_{}" else char for char in self.title)
        year = f"  year = {{{self.year}}},\n" if self.year else ""
        return (
            f"@misc{{detente-{self.id},\n  title = {{{title}}},\n{year}"
            f"  note = {{{note}; {self.id}}}\n}}\n"
        )

    def _ris(self, note: str) -> str:
        year = [f"PY  - {self.year}"] if self.year else []
        lines = ["TY  - DATA", f"TI  - {self.title}", *year, f"ID  - {self.id}"]
        return "\r\n".join([*lines, f"N1  - {note}", "ER  - ", ""])
