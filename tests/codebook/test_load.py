import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import pytest

from detente.codebook import OwnType, is_own, load_codebook, read_own_types
from detente.codebook.load import FILES, build_codebook
from detente.errors import BadConfig, UnknownCode

CASES = Path(__file__).parent / "cases" / "slips.txt"
HEADER = "id,aliases,parent,context,source\n"


def packaged_texts() -> dict[str, str]:
    data = files("detente.codebook") / "data"
    return {file: (data / file).read_text(encoding="utf-8") for file in FILES}


def slips() -> Iterator[object]:
    _, *blocks = CASES.read_text(encoding="utf-8").strip().split("\n\n")
    for block in blocks:
        comment, file, *lines = block.splitlines()
        before, after, message = (
            "\n".join(line.removeprefix(mark) for line in lines if line.startswith(mark))
            for mark in ("- ", "+ ", "=> ")
        )
        yield pytest.param(file, before, after, message, id=comment.removeprefix("# "))


@pytest.mark.parametrize(("file", "before", "after", "message"), list(slips()))
def test_slip_in_the_data_is_refused(file: str, before: str, after: str, message: str) -> None:
    texts = packaged_texts()
    assert before in texts[file], f"{CASES.name}: {before!r} is no longer in {file}"
    texts[file] = texts[file].replace(before, after, 1)

    with pytest.raises(BadConfig) as refused:
        build_codebook(texts)

    assert re.sub(r"row \d+", "row N", str(refused.value)).startswith(message)


def test_codebook_is_loaded_once() -> None:
    assert load_codebook() is load_codebook()


def test_every_data_file_is_loaded() -> None:
    data = files("detente.codebook") / "data"

    assert sorted(entry.name for entry in data.iterdir()) == sorted(FILES)


def test_digest_changes_with_a_word_of_any_file() -> None:
    digests = {build_codebook(packaged_texts()).digest}
    for file, before, after in (
        ("types.toml", "short of violence", "without violence"),
        ("issues.csv", "fentanyl crisis", "fentanyl scourge"),
        ("decisions.toml", "the minus sign was lost", "a minus sign was lost"),
    ):
        texts = packaged_texts()
        assert before in texts[file]
        digests.add(build_codebook(texts | {file: texts[file].replace(before, after)}).digest)

    assert len(digests) == 4


def test_digest_is_that_of_the_packaged_files() -> None:
    assert load_codebook().digest == build_codebook(packaged_texts()).digest


def test_loading_does_not_import_rapidfuzz() -> None:
    code = (
        "import sys, detente.codebook as codebook; codebook.load_codebook();"
        "print('rapidfuzz' in sys.modules, 'spacy' in sys.modules)"
    )

    found = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert found.stdout.split() == ["False", "False"]


def extra(tmp_path: Path, files_by_name: Mapping[str, str]) -> tuple[Path, ...]:
    for name, rows in files_by_name.items():
        (tmp_path / name).write_text(HEADER + rows, encoding="utf-8")
    return tuple(tmp_path / name for name in files_by_name)


def test_own_issues_join_the_packaged_ones(tmp_path: Path) -> None:
    paths = extra(
        tmp_path,
        {
            "isles.csv": "northern isles,the isles,territorial disputes,territory,me\n",
            "rocks.csv": "seal rock,Seal Rock,northern isles,territory,me\n",
        },
    )

    book = load_codebook(paths)

    assert book.issue("seal rock").parent == "northern isles"
    assert book.issue("northern isles").parent == "territorial disputes"
    assert book.issues[:-2] == load_codebook().issues
    assert book.digest != load_codebook().digest


def test_own_issues_do_not_stay_in_the_packaged_codebook(tmp_path: Path) -> None:
    load_codebook(extra(tmp_path, {"mine.csv": "seal rock,,,territory,me\n"}))

    assert "seal rock" not in {issue.id for issue in load_codebook().issues}


def test_own_issue_may_not_take_a_packaged_name(tmp_path: Path) -> None:
    paths = extra(tmp_path, {"mine.csv": "formosa,Taiwan,,territory,me\n"})

    with pytest.raises(BadConfig, match=r"^mine\.csv, row 2: formosa: 'Taiwan' already names"):
        load_codebook(paths)


def test_own_issue_may_not_be_a_packaged_one(tmp_path: Path) -> None:
    paths = extra(tmp_path, {"mine.csv": "taiwan,,,territory,me\n"})

    with pytest.raises(BadConfig, match=r"^mine\.csv, row 2: 'taiwan' is listed twice"):
        load_codebook(paths)


def test_own_issues_may_begin_with_the_mark_of_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "excel.csv"
    path.write_text("\ufeff" + HEADER + "seal rock,,,territory,me\n", encoding="utf-8")

    assert load_codebook((path,)).issue("seal rock").names == ("seal rock",)


def test_missing_file_of_own_issues_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"none\.csv, the whole file: cannot be read"):
        load_codebook((tmp_path / "none.csv",))


def test_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes("île,,,territory,moi\n".encode("latin-1"))

    with pytest.raises(BadConfig, match=r"latin\.csv, the whole file: cannot be read"):
        load_codebook((path,))


@pytest.mark.parametrize(
    "text",
    [
        '[[issue]]\nid = "seal rock"\n',
        '"seal rock" = 1\n',
        "seal rock,,,territory,me\n",
        "id,aliases,parent\nseal rock,,\n",
        HEADER.replace("source", "origin"),
    ],
    ids=["toml", "quotes", "no header", "too few columns", "another column"],
)
def test_a_file_without_the_columns_of_issues_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.txt"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(BadConfig, match=r"mine\.txt, row 1: "):
        load_codebook((path,))


def test_the_columns_that_issues_need_are_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[[issue]]\n", encoding="utf-8")

    with pytest.raises(BadConfig, match=r"names the columns: id,aliases,parent,context,source$"):
        load_codebook((path,))


def test_empty_file_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("", encoding="utf-8")

    assert load_codebook((path,)).issues == load_codebook().issues


SWAP = OwnType(name="prisoner-swap", parent="RETREAT", definition="Both sides free captives.")


def written(folder: Path, text: str) -> Path:
    path = folder / "types.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_definitions_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '[prisoner-swap]\nparent = "RETREAT"\ndefinition = " Both sides free captives. "\n'
        '[visa-deal]\nparent = "CONCEDE"\ndefinition = "Entry is eased."\n',
    )

    own = read_own_types(path, load_codebook())

    assert own == (SWAP, OwnType(name="visa-deal", parent="CONCEDE", definition="Entry is eased."))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[Swap]\nparent = "RETREAT"\ndefinition = "x"', "'Swap' is no name"),
        ('["a b"]\nparent = "RETREAT"\ndefinition = "x"', "'a b' is no name"),
        ('[swap]\nparent = "PEACE"\ndefinition = "x"', "parent 'PEACE' is no event type"),
        ('[swap]\nparent = "RETREAT"\ndefinition = " "', "has no definition"),
        ('[swap]\nparent = "RETREAT"', "definition"),
        ('[swap]\nparent = "RETREAT"\ndefinition = "x"\nquad = 1', "quad"),
        ("# nothing", "defines no type"),
        ("[swap", "syntax"),
    ],
)
def test_a_wrong_definition_is_refused_by_file_and_reason(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(BadConfig, match=complaint) as refused:
        read_own_types(written(tmp_path, text), load_codebook())

    assert "types.toml" in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"nowhere\.toml.*cannot be read"):
        read_own_types(tmp_path / "nowhere.toml", load_codebook())


def test_an_own_type_is_worth_what_its_parent_is() -> None:
    book = load_codebook()

    assert book.intensity("RETREAT", SWAP.mode) == book.intensity("RETREAT")
    assert book.cameo.from_plover("RETREAT", SWAP.mode) == book.cameo.from_plover("RETREAT")
    assert book.mode("RETREAT", SWAP.mode).context is None


@pytest.mark.parametrize("mode", ["own:", "own:Swap", "own:swap-", "own:a b", "swap", "own:1", ""])
def test_nothing_else_passes_for_an_own_type(mode: str) -> None:
    assert not is_own(mode)
    with pytest.raises(UnknownCode):
        load_codebook().mode("RETREAT", mode)


def test_no_mode_is_no_own_type() -> None:
    assert not is_own(None)


TABLE = """\
code,parent,definition,plover,cameo,example,status
prisoner-swap,RETREAT,Both sides free captives.,release,0841,,
prisoner-swap/remains,,They return the dead.,,084,,
prisoner-swap,,,,,[A Norland] {freed} a sailor of [R Sudria].,actual
"""


def table(folder: Path, text: str = TABLE) -> Path:
    path = folder / "codebook.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_defines_types_their_modes_and_what_others_call_them(tmp_path: Path) -> None:
    swap, remains = read_own_types(table(tmp_path), load_codebook())

    assert (swap.mode, swap.parent, swap.plover, swap.cameo) == (
        *("own:prisoner-swap", "RETREAT"),
        *("release", "0841"),
    )
    assert (remains.mode, remains.parent) == ("own:prisoner-swap/remains", "RETREAT")
    assert (remains.type, is_own(remains.mode)) == ("prisoner-swap", True)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("swap,,Free captives.,,,,", "row 2: 'swap' has no parent"),
        ("swap,RETREAT,x,,,,\nswap,RETREAT,y,,,,", "row 3: 'swap' is defined twice"),
        ("swap,RETREAT,x,visit,,,", "swap: no mode of RETREAT 'visit'"),
        ("swap,RETREAT,x,,999,,", "swap: no CAMEO code '999'"),
        ("swap/a/b,RETREAT,x,,,,", "'swap/a/b' is no name"),
        (
            "SANCTION,,,,,[A Norland] {sued} [R Sudria].,",
            "a row for each, with parent and definition",
        ),
    ],
)
def test_a_wrong_row_of_a_table_is_refused(tmp_path: Path, row: str, complaint: str) -> None:
    head = TABLE.splitlines()[0]

    with pytest.raises(BadConfig, match=complaint):
        read_own_types(table(tmp_path, f"{head}\n{row}\n"), load_codebook())


def test_a_crosswalk_says_what_exports_call_an_own_type(tmp_path: Path) -> None:
    plain = load_codebook()
    book = plain.with_own(read_own_types(table(tmp_path), plain))
    swap, remains = "own:prisoner-swap", "own:prisoner-swap/remains"

    assert (book.plover_mode(swap), book.plover_mode(remains)) == ("release", None)
    assert (book.cameo_of("RETREAT", swap).code, book.cameo_of("RETREAT", remains).code) == (
        *("0841",),
        *("084",),
    )
    assert plain.plover_mode(swap) is None
    assert plain.cameo_of("RETREAT", swap) == plain.cameo.from_plover("RETREAT")
    assert plain.plover_mode("release") == "release"
