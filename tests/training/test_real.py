"""Marks on real reports: what a reader wrote, kept by offsets, joined to a text again."""

import json
from pathlib import Path

import pytest

from detente.evaluate.marks import BadMarks, Marked, join, read_marks, split_of, written
from detente.evaluate.texts import Document, TextsMissing, find_texts, read_documents
from training import show
from training.real import SPLITS
from training.real.agreement import agreement
from training.real.forms import Fault, Form, read_form, split_forms
from training.real.keep import BRIEFING, OFFICIAL, _file_of
from training.real.keep import main as keep

TEXT = "Gunmen killed six recruits in Veld. Norland condemned the attack. It asked Sudria for help."
SPANS = [(0, 35), (36, 65), (66, 91)]
COUNTRIES = frozenset({"NOR", "SUD", "VOS"})
FORM = """\
# t-1
1
E killed | Gunmen=NOR-UAF | six recruits=NOR-MIL | ASSAULT/firearms | actual | where Veld
2
E condemned | Norland=NOR-GOV | ^Gunmen | ACCUSE/disapprove | actual
E attack | ^Gunmen | ^six recruits | ASSAULT | actual | same 1:killed; bg
3
?E asked | It=NOR-GOV | Sudria=SUD-GOV | REQUEST/assist | actual | or AGREE; ctx military
"""


@pytest.fixture
def document() -> Document:
    return Document(id="t-1", text=TEXT, date="2024-02-02", outlet=None, category=None)


@pytest.fixture
def marked(document: Document) -> Marked:
    (form,) = split_forms(FORM)
    acts, faults = read_form(form, TEXT, SPANS, COUNTRIES)
    assert faults == []
    return Marked(id="t-1", digest=document.digest, reader="r1", is_full=True, acts=tuple(acts))


def _words(span: tuple[int, int] | None) -> str | None:
    return TEXT[span[0] : span[1]] if span else None


def test_a_form_is_read_by_offsets(marked: Marked) -> None:
    killed, condemned, attack, asked = marked.acts

    assert [_words(side.span) for side in killed.actors] == ["Gunmen"]
    assert killed.mode == "firearms"
    assert _words(killed.where) == "Veld"
    assert condemned.recipients[0].is_implicit
    assert condemned.recipients[0].code == "NOR-UAF"
    assert attack.same_as == killed.predicate
    assert attack.is_background
    assert (asked.is_doubtful, asked.or_type, asked.contexts) == (True, "AGREE", ("military",))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("E shot | Gunmen=NOR-UAF | - | ASSAULT | actual", "'shot' does not stand in sentence 1"),
        ("E killed | Gunmen | - | ASSAULT | actual", "has no code"),
        ("E killed | Gunmen=ZZZ-UAF | - | ASSAULT | actual", "'ZZZ' is no country code"),
        ("E killed | Gunmen=NOR-UAF | - | ASSAULT | done", "'done' is no status"),
        ("E killed | Gunmen=NOR-UAF | -", "predicate | actors"),
        ("E killed | Gunmen=NOR-UAF | - | ASSAULT | actual | same 3:asked", "marked above"),
        ("killed Gunmen", "neither a sentence's number nor an act"),
    ],
)
def test_a_line_at_fault_is_told_and_the_rest_kept(line: str, what: str) -> None:
    good = "E killed | Gunmen=NOR-UAF | - | ASSAULT | actual"
    form = Form("t-1", [(2, "1"), (3, good), (4, line.replace("Gunmen |", "six recruits |"))])

    acts, faults = read_form(form, TEXT, SPANS, COUNTRIES)

    assert len(acts) == 1
    assert [fault.line for fault in faults] == [4]
    assert what in faults[0].what


def test_a_sentence_that_is_not_there_is_a_fault() -> None:
    _, faults = read_form(Form("t-1", [(2, "9")]), TEXT, SPANS, COUNTRIES)

    assert faults == [Fault(2, "there is no sentence 9")]


def test_marks_are_written_and_read_alike(marked: Marked, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(written(marked), encoding="utf-8")

    assert read_marks(tmp_path) == [marked]
    assert "Gunmen" not in written(marked)  # the text stays where it is


def test_a_broken_line_is_named_by_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# t-1 00ff r1\nE 1-2 | oops\n", encoding="utf-8")

    with pytest.raises(BadMarks, match=r"a\.txt line 2"):
        read_marks(tmp_path)


def test_marks_are_joined_to_their_text_alone(document: Document, marked: Marked) -> None:
    (joined,) = join([marked], {"t-1": document})
    assert joined.document.text == TEXT

    other = Document(id="t-1", text=TEXT + "!", date=None, outlet=None, category=None)
    with pytest.raises(BadMarks, match="not the one that was read"):
        list(join([marked], {"t-1": other}))
    with pytest.raises(BadMarks, match="not among the texts"):
        list(join([marked], {}))


def test_one_document_in_ten_is_measured() -> None:
    splits = [split_of(f"{number:016x}") for number in range(1000)]

    assert {name: splits.count(name) for name in set(splits)} == {
        "learn": 800,
        "develop": 100,
        "measure": 100,
    }


def test_readers_agree_where_type_and_countries_are_alike(marked: Marked) -> None:
    whole = agreement({"t-1": marked}, {"t-1": marked})
    assert (whole.f1, whole.words, whole.sides) == (1.0, 4, 4)

    only_first = Marked(
        id="t-1", digest=marked.digest, reader="r2", is_full=False, acts=marked.acts[:1]
    )
    partly = agreement({"t-1": marked}, {"t-1": only_first})
    assert partly.acts == (2, 1)  # a doubtful act and a second telling count for nobody
    assert partly.alike == (1, 1)


def test_a_document_is_shown_with_its_marks(
    document: Document, marked: Marked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts, marks = tmp_path / "texts", tmp_path / "marks"
    texts.mkdir()
    marks.mkdir()
    row = {"id": document.id, "text": document.text, "date": document.date}
    (texts / "t.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (marks / "m.txt").write_text(written(marked), encoding="utf-8")

    assert show.main(["t-1", "--texts", str(texts), "--marks", str(marks)]) == 0

    printed = capsys.readouterr().out
    assert "killed [7] | Gunmen=NOR-UAF | six recruits=NOR-MIL | ASSAULT/firearms" in printed
    assert list(read_documents([texts])) == [document]


def test_texts_that_are_not_at_hand_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(TextsMissing, match="DETENTE_TEXTS"):
        find_texts(tmp_path / "nowhere")


def test_a_stretch_of_a_text_is_found_by_its_characters(tmp_path: Path) -> None:
    rows = [
        {"id": 7, "text": "Q Why?\n\nMR. BERG: Norland shelled the pass."},
        {"text": "Not asked."},
    ]
    path = tmp_path / "briefings.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (found,) = read_documents([path], {"briefings:1@8-16"})
    assert (found.id, found.text) == ("briefings:1@8-16", "MR. BERG")
    assert [one.id for one in read_documents([path])] == ["briefings:1", "briefings:2"]


def test_a_text_without_an_id_is_known_by_its_line_under_its_headline(tmp_path: Path) -> None:
    path = tmp_path / "statements_2024.jsonl"
    rows = [{"id": "a", "text": "One."}, {"headline": "Two spoke. ", "text": "Three.\n"}]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    found = [
        Document(id="a", text="One."),
        Document(id="statements_2024:2", text="Two spoke.\n\nThree."),
    ]
    assert list(read_documents([path])) == list(read_documents([tmp_path])) == found


def test_official_texts_are_parted_by_digest() -> None:
    marks = [
        Marked(id=f"{OFFICIAL}:{n}", digest=f"{n:016x}", reader="o1", is_full=False, acts=())
        for n in range(3)
    ]
    assert [_file_of(1, one) for one in marks] == ["official_measure", "official", "official"]
    assert [_file_of(200, one) for one in marks] == ["official_decide"] * 3


def test_forms_on_stretches_are_kept(tmp_path: Path) -> None:
    texts, batches, forms, out = (tmp_path / name for name in ("texts", "batches", "forms", "out"))
    for folder in (texts, batches, forms):
        folder.mkdir()
    row = json.dumps({"text": f"Q Why?\n\n{TEXT}"})
    (texts / f"{BRIEFING}.jsonl").write_text(row + "\n", encoding="utf-8")
    head = f"# {BRIEFING}:1@8-43"
    (batches / "batch_600.txt").write_text(f"{head}\n1 {TEXT[:35]}\n", encoding="utf-8")
    act = "E killed | Gunmen=NOR-UAF | six recruits=NOR-MIL | ASSAULT | actual"
    (forms / "form_600.txt").write_text(f"{head}\n1\n{act}\n", encoding="utf-8")
    folders = [str(folder) for folder in (batches, forms, out)]

    assert keep([*folders, "--readers", "o1:600", "--texts", str(texts)]) == 0

    (marked,) = read_marks(out)
    assert (marked.id, marked.reader) == (head[2:], "o1")
    assert [TEXT[slice(*act.predicate)] for act in marked.acts] == ["killed"]


def test_stretches_of_one_briefing_are_in_one_file() -> None:
    marks = [
        Marked(
            id=f"{BRIEFING}:{n}@{at}-9", digest=f"{at:016x}", reader="o1", is_full=False, acts=()
        )
        for n in range(40)
        for at in (1, 2)
    ]
    files = [_file_of(600, one) for one in marks]
    assert files[::2] == files[1::2]
    assert {*files} == {"briefings_measure", "official_decide", "official"}


def test_later_documents_are_for_the_deciders_alone() -> None:
    one = Marked(id="voa-00001", digest=f"{0:016x}", reader="r1", is_full=False, acts=())

    assert [_file_of(number, one) for number in (1, 90, 200)] == ["learn", "twice", "decide"]


def test_every_file_of_marks_is_a_split_or_a_reading() -> None:
    files = {path.stem for path in (Path(__file__).parents[2] / "corpus" / "real").glob("*.txt")}

    assert files == {*SPLITS, "first", "twice"}
