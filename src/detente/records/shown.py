"""What shows itself as HTML in a notebook.

In:  nothing.   Out: the method that IPython asks for.
Does not: know HTML (``detente.notebook`` does, above all rooms, and is loaded when it is asked).
"""

from importlib import import_module


class Shown:
    """A record, an answer or a ledger that notebooks show as HTML."""

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        """Give HTML to a notebook; ``None`` where plain words have to do."""
        html: str | None = import_module("detente.notebook").html_of(self)
        return html
