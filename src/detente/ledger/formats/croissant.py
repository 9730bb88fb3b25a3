"""Files of data -> their Croissant metadata, which hubs and machine-learning libraries read.

In:  names and bytes' digests of files, their fields.   Out: JSON-LD after Croissant 1.0
(mlcommons.org/croissant).   Does not: open files, or choose a licence for other people's data.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from detente.errors import VERSION
from detente.ledger.contract import DAYS, FLAGS, FLOATS, INTEGERS, LISTS

CSV, JSONL, PARQUET, TEXT = (
    *("text/csv", "application/jsonlines"),
    *("application/x-parquet", "text/plain"),
)
_OWN_TERMS = (
    *("citeAs", "column", "extract", "field", "fileObject", "fileProperty", "fileSet", "format"),
    *("includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet"),
    *("references", "regex", "repeated", "replace", "separator", "source", "subField"),
    "transform",
)
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _OWN_TERMS},
}
_CITE = f"The detente developers. detente {VERSION}: cited political events from news reports."


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A file: its name within the folder of the metadata, SHA-256 in hexadecimal, media type."""

    name: str
    sha256: str
    media_type: str


def croissant(
    name: str,
    description: str,
    files: Sequence[DataFile],
    record_sets: Iterable[Mapping[str, Any]],
    licence: str | None = None,
) -> bytes:
    """Write the metadata of a dataset as JSON-LD."""
    about: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": name,
        "description": description,
        "version": VERSION,
        "citeAs": _CITE,
        "creator": {"@type": "sc:Organization", "name": "The detente developers"},
        **({"license": licence} if licence else {}),
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": one.name,
                "name": one.name,
                "contentUrl": one.name,
                "encodingFormat": one.media_type,
                "sha256": one.sha256,
            }
            for one in files
        ],
        "recordSet": list(record_sets),
    }
    return msgspec.json.format(msgspec.json.encode(about), indent=1) + b"\n"


def croissant_of_table(
    file: DataFile, description: str, meanings: Mapping[str, str], licence: str | None = None
) -> bytes:
    """Write the metadata of one flat table; ``meanings`` say what each of its columns is.

    ``licence`` is an address, or a name of the list at spdx.org. Several values of a cell are a
    list in Parquet, and parted by ``|`` in CSV.
    """
    fields = [
        {
            "@type": "cr:Field",
            "@id": f"rows/{name}",
            "name": name,
            "description": meaning,
            "dataType": _type(name),
            **({"repeated": True} if name in LISTS and file.media_type == PARQUET else {}),
            "source": {"fileObject": {"@id": file.name}, "extract": {"column": name}},
        }
        for name, meaning in meanings.items()
    ]
    rows = {"@type": "cr:RecordSet", "@id": "rows", "name": "rows", "field": fields}
    if licence is not None and "://" not in licence:
        licence = f"https://spdx.org/licenses/{licence}"
    return croissant(file.name, description, [file], [rows], licence)


def _type(column: str) -> str:
    for columns, name in ((DAYS, "Date"), (FLAGS, "Boolean"), (FLOATS | INTEGERS, "Float")):
        if column in columns:
            return f"sc:{name}"  # numbers may be missing, and a missing integer is a float
    return "sc:Text"
