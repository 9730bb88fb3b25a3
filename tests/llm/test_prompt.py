"""The guidelines that a model gets: they name all that an answer may say, and nothing else."""

import re
import subprocess
import sys

from detente.codebook import load_codebook
from detente.llm.answer import Act, Said, Side, When, Where, answer_schema
from detente.llm.request import guidelines, guidelines_digest
from detente.records import SpeechKind, Status, digest


def test_every_type_and_mode_of_the_codebook_has_its_row() -> None:
    rows = {row[1]: row[2] or "" for row in
            re.finditer(r"^\| ([A-Z]+)(?: `([^`]+)`)? \|", guidelines(), re.MULTILINE)}  # fmt: skip
    book = load_codebook()
    assert {kind.name: " ".join(mode.name for mode in kind.modes) for kind in book.types} == rows


def test_every_status_kind_of_speech_and_body_without_a_state_is_named() -> None:
    for word in (*Status, *SpeechKind):
        assert f"`{word}`" in guidelines()
    for code in ("UNO", "EUR", "IGO", "NGO", "IMG", "MNC"):
        assert code in guidelines()


def test_its_version_is_the_digest_of_its_words() -> None:
    assert guidelines_digest() == digest("guidelines", guidelines())


def test_the_schema_asks_for_each_field_of_the_records_and_no_other() -> None:
    schema = answer_schema(load_codebook())
    act = schema["properties"]["acts"]["items"]
    said = schema["properties"]["statements"]["items"]
    for kind, shape in (
        (Act, act),
        (Said, said),
        (Side, act["properties"]["actors"]["items"]),
        (When, act["properties"]["when"]["anyOf"][0]),
        (Where, act["properties"]["where"]["anyOf"][0]),
    ):
        assert list(shape["properties"]) == shape["required"] == list(kind.__struct_fields__)
        assert shape["additionalProperties"] is False


def test_nothing_of_it_is_loaded_without_being_asked_for() -> None:
    code = (
        "import sys, detente, detente.web.app; detente.code_text('Peru met Chile.');"
        "print(sorted({'openai', 'mcp'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"
