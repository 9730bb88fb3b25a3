"""Where the package keeps what the reader has learned, and how it is known.

In:  names of graphs.     Out: their bytes, and a digest of them.
Does not: run them.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

READER = files("detente.events") / "data" / "reader"
SPOKEN = files("detente.events") / "data" / "spoken"  # graphs alone; all else is the same


def read_graphs(folder: Traversable, names: Iterable[str]) -> dict[str, bytes]:
    """Read graphs of a folder, in the order of their names."""
    return {name: (folder / f"{name}.onnx").read_bytes() for name in names}


def digest_of(graphs: Mapping[str, bytes]) -> str:
    """The digest of graphs in their order, twelve hexadecimal digits."""
    digest = sha256()
    for graph in graphs.values():
        digest.update(graph)
    return digest.hexdigest()[:12]
