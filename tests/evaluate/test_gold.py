import json
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import BadInput
from detente.evaluate.gold import (
    DateRow,
    GoldActor,
    PairRow,
    SentenceRow,
    SpeechRow,
    StatusRow,
    TripleRow,
    holds_triples,
    read_rows,
    sentence_spans,
    sentences_of,
)
from detente.records import Span

TEXT = "Norland met Sudria."
PAIR = {"id": "p1", "text": TEXT, "actor": [[0, 7]], "recipient": [[12, 18]], "type": "CONSULT"}
SENTENCE = {
    "id": "s1",
    "text": TEXT,
    "type": "CONSULT",
    "actors": [{"text": "Norland", "country": "NRL", "sector": ""}],
    "recipients": [],
}
TRIPLE = {"id": "t1", "text": TEXT, "date": "20240202", "gold": [["040", "NRL", "SDRGOV"]]}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return tmp_path / "gold.jsonl"


def _write(path: Path, *rows: Mapping[str, object]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def test_rows_come_in_file_order(gold: Path) -> None:
    _write(gold, PAIR, {**PAIR, "id": "p0", "type": "YIELD", "recipient": []})

    first, second = read_rows(gold, PairRow)

    assert (first.id, first.actor, first.recipient) == ("p1", ((0, 7),), ((12, 18),))
    assert (second.id, second.type, second.recipient) == ("p0", "YIELD", ())


def test_blank_lines_are_skipped_but_counted(gold: Path) -> None:
    gold.write_text(f"\n{json.dumps(PAIR)}\n\n{{}}\n", encoding="utf-8")

    with pytest.raises(BadInput, match=r"gold\.jsonl:4: .*missing required field"):
        read_rows(gold, PairRow)


def test_a_line_separator_within_a_text_ends_no_row(gold: Path) -> None:
    text = "Norland\u2028met\u0085Sudria."
    line = json.dumps({**PAIR, "text": text}, ensure_ascii=False)
    gold.write_bytes(f"{line}\r\n".encode())

    (row,) = read_rows(gold, PairRow)

    assert row.text == text


@pytest.mark.parametrize("content", [b"", b"\n\n", b"  "], ids=["empty", "newlines", "blanks"])
def test_a_file_without_rows_is_refused(gold: Path, content: bytes) -> None:
    gold.write_bytes(content)

    with pytest.raises(BadInput, match="has no rows"):
        read_rows(gold, PairRow)


def test_a_file_that_is_not_there_is_refused_with_its_name(gold: Path) -> None:
    with pytest.raises(BadInput, match=r"cannot read gold file .*gold\.jsonl"):
        read_rows(gold, PairRow)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        pytest.param({"confidence": 1}, "unknown field `confidence`", id="unknown key"),
        pytest.param({"type": "MEET"}, "type 'MEET' is none of", id="unknown type"),
        pytest.param({"type": "CONCEDE"}, "type 'CONCEDE' is none of", id="unfolded type"),
        pytest.param({"id": ""}, "length >= 1", id="empty id"),
        pytest.param({"text": ""}, "length >= 1", id="empty text"),
        pytest.param({"id": None}, "Expected `str`", id="no id"),
        pytest.param({"actor": [[0, 99]]}, r"span \[0, 99\] is no range", id="past the end"),
        pytest.param({"actor": [[7, 7]]}, r"span \[7, 7\] is no range", id="empty span"),
        pytest.param({"actor": [[7, 0]]}, r"span \[7, 0\] is no range", id="reversed span"),
        pytest.param({"recipient": [[-3, 2]]}, r"span \[-3, 2\] is no range", id="negative"),
        pytest.param({"actor": [[0, 7, 9]]}, "length 2", id="a span of three"),
        pytest.param({"actor": [0, 7]}, "Expected `array`", id="a bare span"),
    ],
)
def test_a_wrong_pair_is_refused_with_file_and_line(
    gold: Path, change: dict[str, object], complaint: str
) -> None:
    _write(gold, {**PAIR, "id": "p0"}, {**PAIR, **change})

    with pytest.raises(BadInput, match=rf"gold\.jsonl:2: .*{complaint}"):
        read_rows(gold, PairRow)


@pytest.mark.parametrize(
    "line",
    [b"{", b"[]", b'"text"', b"\xff\xfe{}", b"{} {}"],
    ids=["cut", "list", "string", "bytes", "two"],
)
def test_what_is_no_json_object_is_refused(gold: Path, line: bytes) -> None:
    gold.write_bytes(line)

    with pytest.raises(BadInput, match=r"gold\.jsonl:1: "):
        read_rows(gold, PairRow)


def test_an_id_stands_for_one_row(gold: Path) -> None:
    _write(gold, PAIR, PAIR)

    with pytest.raises(BadInput, match="two rows with the id 'p1'"):
        read_rows(gold, PairRow)


def test_the_message_names_the_keys_that_are_needed(gold: Path) -> None:
    _write(gold, {"id": "p1"})

    with pytest.raises(BadInput, match="rows need id, text, actor, recipient, type"):
        read_rows(gold, PairRow)


def test_a_note_is_allowed(gold: Path) -> None:
    (row,) = read_rows(_write(gold, {**PAIR, "note": "told twice"}), PairRow)

    assert row.note == "told twice"


def test_a_sentence_may_carry_its_older_codes(gold: Path) -> None:
    older = {"type_2016": "MEET", "mode_2016": None, "context_2016": "military"}

    (row,) = read_rows(_write(gold, {**SENTENCE, **older}), SentenceRow)

    assert row.actors == (GoldActor("Norland", "NRL", ""),)
    assert row.published is None


@pytest.mark.parametrize("written", ["20240202", "2024-02-02"])
def test_a_day_is_read_in_both_spellings(gold: Path, written: str) -> None:
    (triple,) = read_rows(_write(gold, {**TRIPLE, "date": written}), TripleRow)
    (sentence,) = read_rows(_write(gold, {**SENTENCE, "date": written}), SentenceRow)

    assert triple.published == sentence.published == date(2024, 2, 2)


@pytest.mark.parametrize("written", ["2 February", "2024", "20240230", ""])
def test_a_day_that_is_none_is_refused(gold: Path, written: str) -> None:
    with pytest.raises(BadInput, match=r"gold\.jsonl:1: "):
        read_rows(_write(gold, {**TRIPLE, "date": written}), TripleRow)


def test_a_sentence_may_tell_either_half_of_yield_or_yield_itself(gold: Path) -> None:
    rows = [{**SENTENCE, "id": type_, "type": type_} for type_ in ("CONCEDE", "RETREAT", "YIELD")]

    assert [row.type for row in read_rows(_write(gold, *rows), SentenceRow)] == [
        "CONCEDE",
        "RETREAT",
        "YIELD",
    ]


@pytest.mark.parametrize("code", ["", "1", "00", "21", "4", "04000", "XX", "4a"])
def test_what_is_no_cameo_code_is_refused(gold: Path, code: str) -> None:
    _write(gold, {**TRIPLE, "gold": [[code, "NRL", "SDR"]]})

    with pytest.raises(BadInput, match="is no CAMEO code"):
        read_rows(gold, TripleRow)


def test_a_triple_has_three_parts(gold: Path) -> None:
    with pytest.raises(BadInput, match="length 3"):
        read_rows(_write(gold, {**TRIPLE, "gold": [["040", "NRL"]]}), TripleRow)


def test_the_first_row_tells_which_kind_of_sentences_a_file_has(gold: Path) -> None:
    assert holds_triples(_write(gold, TRIPLE))
    assert not holds_triples(_write(gold, SENTENCE))
    assert not holds_triples(_write(gold))


def test_a_first_row_that_is_no_json_has_no_triples(gold: Path) -> None:
    gold.write_bytes(b"nonsense")

    assert not holds_triples(gold)


def test_a_file_does_not_mix_its_kinds(gold: Path) -> None:
    _write(gold, TRIPLE, SENTENCE)

    with pytest.raises(BadInput, match=r"gold\.jsonl:2: .*unknown field"):
        read_rows(gold, TripleRow)


def test_an_attribution_may_lack_any_of_its_parts(gold: Path) -> None:
    empty: dict[str, object] = {"source": [], "cue": [], "content": []}
    said = {"source": [[0, 7]], "cue": [[8, 11]], "content": [[12, 15], [16, 18]]}
    row = {"id": "a", "published": None, "text": TEXT, "attributions": [empty, said]}

    (article,) = read_rows(_write(gold, row), SpeechRow)

    assert [len(one.content) for one in article.attributions] == [0, 2]


@pytest.mark.parametrize("part", ["source", "cue", "content"])
def test_an_attribution_stays_within_its_text(gold: Path, part: str) -> None:
    said = {"source": [], "cue": [], "content": [], part: [[0, 99]]}
    row = {"id": "a", "published": "2024-02-02", "text": TEXT, "attributions": [said]}

    with pytest.raises(BadInput, match=r"span \[0, 99\]"):
        read_rows(_write(gold, row), SpeechRow)


@pytest.mark.parametrize(
    "change", [{"anchor": "yesterday"}, {"timex_type": "MOOD"}, {"value": ""}, {"anchor": None}]
)
def test_a_wrong_date_row_is_refused(gold: Path, change: dict[str, object]) -> None:
    row = {"id": "d", "anchor": "2024-02-02", "text": "Monday", "timex_type": "DATE"}

    with pytest.raises(BadInput):
        read_rows(_write(gold, {**row, "value": "2024-01-29", **change}), DateRow)


@pytest.mark.parametrize(
    "change", [{"class": "maybe"}, {"factuality": 3.5}, {"span": [0, 99]}, {"span": None}]
)
def test_a_wrong_status_target_is_refused(gold: Path, change: dict[str, object]) -> None:
    target = {"span": [8, 11], "factuality": 3.0, "class": "actual", **change}

    with pytest.raises(BadInput):
        read_rows(_write(gold, {"id": "f", "text": TEXT, "targets": [target]}), StatusRow)


def _split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n ", [], id="blanks"),
        pytest.param("Norland met Sudria", ["Norland met Sudria"], id="no full stop"),
        pytest.param("It met. It left.", ["It met.", "It left."], id="two"),
        pytest.param("Talks?  Never! No.", ["Talks?", "Never!", "No."], id="marks"),
        pytest.param("Headline\nIt met.", ["Headline", "It met."], id="a line ends one"),
        pytest.param("“It met.” He left.", ["“It met.”", "He left."], id="quotes close"),
        pytest.param('It met. "We left."', ["It met.", '"We left."'], id="quotes open"),
        pytest.param("It met. Über allem.", ["It met.", "Über allem."], id="any capital"),
        pytest.param("It has 3.5 per cent.", ["It has 3.5 per cent."], id="a number"),
        pytest.param("Mr. Dahl met Gen. Orr.", ["Mr. Dahl met Gen. Orr."], id="titles"),
        pytest.param("The U.S. Navy left.", ["The U.S. Navy left."], id="initials"),
        pytest.param("It met, i.e. talked.", ["It met, i.e. talked."], id="small letters go on"),
    ],
)
def test_sentences_end_where_punctuation_says(text: str, sentences: list[str]) -> None:
    assert _split(text) == sentences


def test_a_span_reaches_into_every_sentence_it_overlaps() -> None:
    sentences = tuple(sentence_spans("It met. It left. It spoke."))

    assert sentences_of(Span(3, 12), sentences) == {0, 1}
    assert sentences_of(Span(7, 8), sentences) == set()


@given(st.text(alphabet='Ab. !?\n"”U', max_size=40))
def test_sentences_are_in_order_apart_and_hold_every_word(text: str) -> None:
    spans = list(sentence_spans(text))

    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join("".join(_split(text)).split()) == "".join(text.split())
