from pathlib import Path

import pytest

from detente.errors import BadConfig
from detente.records import Span, Status
from training.corpus import Example, count_table, main, read_corpus, read_line

REPOSITORY_CORPUS = Path(__file__).parents[2] / "corpus" / "sentences"
AGREED = "[A Norland] {agreed} to share radar data with [R Sudria].  => AGREE | actual"


def _folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def _line(text: str) -> Example:
    return read_line(text, "agree.txt", 1)


def _words(example: Example, span: Span) -> str:
    return example.text[span.start : span.end]


def test_marks_become_spans_of_the_bare_sentence() -> None:
    example = _line(
        "After [R Sudria's union] called, [A Norland] and [A the Vostian navy] {ruled out} talks."
        " => REJECT/meet | actual | military, diplomatic"
    )

    assert (
        example.text == "After Sudria's union called, Norland and the Vostian navy ruled out talks."
    )
    assert [_words(example, span) for span in example.actors] == ["Norland", "the Vostian navy"]
    assert [_words(example, span) for span in example.recipients] == ["Sudria's union"]
    assert _words(example, example.predicate) == "ruled out"
    assert (example.type, example.mode) == ("REJECT", "meet")
    assert example.contexts == ("military", "diplomatic")


def test_status_may_be_told_as_history() -> None:
    example = _line("[A Norland] never {met} [R Sudria]. => CONSULT | negated historical")

    assert (example.status, example.is_historical) == (Status.NEGATED, True)


def test_sentence_without_mode_contexts_or_history_has_none() -> None:
    example = _line(AGREED)

    assert (example.mode, example.contexts, example.is_historical) == (None, (), False)
    assert example.status == Status.ACTUAL


def test_hard_negative_has_neither_type_nor_status() -> None:
    example = _line("[A Norland] {beat} [R Sudria] 3-1. => NONE")

    assert (example.type, example.mode, example.status) == (None, None, None)


def test_id_outlives_a_corrected_label() -> None:
    corrected = AGREED.replace("AGREE | actual", "COOPERATE | future")

    assert _line(corrected).id == _line(AGREED).id
    assert _line(AGREED.replace("radar", "sonar")).id != _line(AGREED).id


def test_files_are_read_by_name_and_line_and_comments_left_out(tmp_path: Path) -> None:
    second = "[A Sudria's premier] {resigned}. => RETREAT/resign | actual"
    folder = _folder(tmp_path, b=f"# resignations\n\n{second}\n", a=f"{AGREED}\n")

    examples = read_corpus(folder)

    assert [(e.file, e.line) for e in examples] == [("a.txt", 1), ("b.txt", 3)]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[A Norland] {met} [R Sudria].", "' => ' once"),
        ("[A Norland] {met} [R Sudria]. => CONSULT", "codes are TYPE"),
        ("[A Norland] {met} [R Sudria]. => CONSULT | actual | military | legal", "codes are TYPE"),
        ("[A Norland] {met} [R Sudria]. => MEET | actual", "no event type 'MEET'"),
        ("[A Norland] {met} [R Sudria]. => CONSULT/strike | actual", "no mode of CONSULT"),
        ("[A Norland] {met} [R Sudria]. => CONSULT | planned", "no status 'planned'"),
        ("[A Norland] {met} [R Sudria]. => CONSULT | actual | weather", "no context 'weather'"),
        ("[A Norland] {met} [R Sudria]. => CONSULT | actual | legal, legal", "stands twice"),
        ("[A Norland] {met} [R Sudria]. => NONE | actual", "neither status nor contexts"),
        ("[A Norland] {met} Sudria. => NONE", "two actors"),
        ("[A Norland] met [R Sudria]. => CONSULT | actual", "0 are marked"),
        ("[A Norland] {met} and {left} [R Sudria]. => CONSULT | actual", "2 are marked"),
        ("[A Norland {met} [R Sudria]. => CONSULT | actual", "bracket is left over"),
        ("[B Norland] {met} [R Sudria]. => CONSULT | actual", "bracket is left over"),
        ("[A Norland ] {met} [R Sudria]. => CONSULT | actual", "not with a space"),
        ("[A Norland]  {met} [R Sudria]. => CONSULT | actual", "one plain space"),
        ("It {rained}. => CONSULT | actual", "somebody must be marked"),
        ("[A Norland] {went on to meet} [R Sudria]. => CONSULT | actual", "more than 3 words"),
    ],
    ids=lambda value: value if "=>" not in value else "",
)
def test_fault_is_refused_with_file_and_line(text: str, complaint: str) -> None:
    with pytest.raises(BadConfig) as caught:
        read_line(text, "consult.txt", 7)

    assert str(caught.value).startswith("consult.txt line 7: ")
    assert complaint in str(caught.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    folder = _folder(tmp_path, a="nothing\n", b=f"{AGREED}\nnothing either\n")

    with pytest.raises(BadConfig) as caught:
        read_corpus(folder)

    assert [fault.partition(":")[0] for fault in str(caught.value).splitlines()] == [
        "a.txt line 1",
        "b.txt line 2",
    ]


def test_sentence_written_twice_is_refused_whatever_its_marks_and_quotes(tmp_path: Path) -> None:
    first = "[A Norland’s envoy] {met} [R Sudria]. => CONSULT | actual"
    again = "Norland's envoy {met} [R SUDRIA] => CONSULT | future"
    folder = _folder(tmp_path, a=first, b=again)

    with pytest.raises(BadConfig, match=r"b\.txt line 1: .* already in a\.txt line 1"):
        read_corpus(folder)


def test_folder_without_sentences_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"no \*\.txt file"):
        read_corpus(tmp_path)


def test_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("[A Türkiye] {met} [R Norland].".encode("latin-1"))

    with pytest.raises(BadConfig, match=r"a\.txt: not UTF-8"):
        read_corpus(tmp_path)


def test_counts_name_types_modes_and_statuses(tmp_path: Path) -> None:
    lines = (
        AGREED,
        "[A Sudria's premier] {resigned}. => RETREAT/resign | actual historical | executive",
        "[A Norland] {beat} [R Sudria] 3-1. => NONE",
    )

    counts = count_table(read_corpus(_folder(tmp_path, a="\n".join(lines)))).splitlines()

    rows = {tuple(row.split(maxsplit=1)) for row in counts}
    assert {("1", "AGREE"), ("1", "resign"), ("1", "NONE"), ("0", "COERCE")} <= rows
    assert {
        ("3", "sentences"),
        ("2", "actual"),
        ("1", "historical"),
        ("1", "with contexts"),
    } <= rows


def test_command_prints_counts_or_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = _folder(tmp_path, a=AGREED)
    assert main([str(folder)]) == 0
    assert "1 AGREE" in capsys.readouterr().out

    _folder(tmp_path, b="nothing")
    assert main([str(folder)]) == 2
    assert capsys.readouterr().err.startswith("b.txt line 1: ")


def test_the_repositorys_own_corpus_loads() -> None:
    examples = read_corpus(REPOSITORY_CORPUS)

    assert len({example.id for example in examples}) == len(examples) > 0


# Passages: a sentence with those beside it


def test_a_sentence_may_stand_between_others() -> None:
    example = _line(f"It rained. || {AGREED.replace(' =>', '|| It cleared. =>', 1)}")

    assert (example.before, example.after) == ("It rained.", "It cleared.")
    assert example.text == "Norland agreed to share radar data with Sudria."
    assert _words(example, example.actors[0]) == "Norland"


def test_a_neighbour_may_be_missing() -> None:
    opening = _line("|| [A Norland] {met} [R Sudria]. || It cleared. => CONSULT | actual")
    closing = _line("It rained. || [A Norland] {met} [R Sudria]. || => CONSULT | actual")

    assert (opening.before, opening.after) == ("", "It cleared.")
    assert (closing.before, closing.after) == ("It rained.", "")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("It rained. || [A Norland] {met} [R Sudria]. => CONSULT | actual", "twice"),
        ("It [A rained]. || [A Norland] {met} [R Sudria]. || => CONSULT | actual", "in the middle"),
    ],
)
def test_a_passage_out_of_format_is_refused(line: str, fault: str) -> None:
    with pytest.raises(BadConfig, match=fault):
        _line(line)


def test_the_same_sentence_may_stand_in_two_passages_but_no_passage_twice(tmp_path: Path) -> None:
    met = "[A Norland] {met} [R Sudria]. || => CONSULT | actual"
    folder = _folder(tmp_path, a=f"It rained. || {met}", b=f"It cleared. || {met}")
    one, other = read_corpus(folder)
    assert one.text == other.text
    assert one.id != other.id
    (tmp_path / "c.txt").write_text(f"It rained || {met}", encoding="utf-8")
    with pytest.raises(BadConfig, match="stands already"):
        read_corpus(tmp_path)


@pytest.mark.parametrize("folder", ["taught", "kept"])
def test_the_repositorys_passages_keep_to_the_format(folder: str) -> None:
    passages = read_corpus(REPOSITORY_CORPUS.parent / "passages" / folder)
    assert all(passage.contexts for passage in passages)
    assert all(passage.before or passage.after for passage in passages)
