import csv
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from detente.codebook import NOT_STATES, Codebook, Quad, load_codebook
from detente.errors import UnknownCode
from detente.records import Status

BOOK = load_codebook()


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda book: book.type("CONSULTS"), "no event type 'CONSULTS'.*nearest: CONSULT"),
        (lambda book: book.type("YIELD"), "no event type 'YIELD'"),
        (lambda book: book.mode("CONSULT", "visits"), "no mode of CONSULT 'visits'.*: visit"),
        (lambda book: book.mode("AGREE", "visit"), "no mode of AGREE 'visit'.*it lists none"),
        (lambda book: book.context("militaries"), "no context 'militaries'.*: military"),
        (lambda book: book.sector("GVO"), "no sector 'GVO'.*GOV"),
        (lambda book: book.issue("tawian"), "no issue 'tawian'.*: taiwan"),
        (lambda book: book.intensity("ASSAULT", "dron"), "no mode of ASSAULT 'dron'.*: drone"),
        (lambda book: book.quad(""), "no event type ''"),
        (lambda book: book.plover_type("MEET", Status.FUTURE), "no event type 'MEET'"),
        (lambda book: book.type("consult"), "no event type 'consult'.*: CONSULT"),
    ],
)
def test_unknown_code_is_refused_with_the_nearest(
    ask: Callable[[Codebook], object], message: str
) -> None:
    with pytest.raises(UnknownCode, match=message):
        ask(BOOK)


def test_mode_replaces_the_intensity_of_its_type() -> None:
    assert BOOK.intensity("CONSULT") == 2.5
    assert BOOK.intensity("CONSULT", "visit") == 4.0


@pytest.mark.parametrize(
    ("status", "act", "expected"),
    [
        (Status.FUTURE, "CONSULT", "AGREE"),
        (Status.FUTURE, "SUPPORT", "AGREE"),
        (Status.FUTURE, "COOPERATE", "AGREE"),
        (Status.FUTURE, "AID", "AGREE"),
        (Status.FUTURE, "RETREAT", "CONCEDE"),
        (Status.FUTURE, "CONCEDE", "CONCEDE"),
        (Status.FUTURE, "ASSAULT", "ASSAULT"),
        (Status.ACTUAL, "CONSULT", "CONSULT"),
        (Status.HYPOTHETICAL, "AID", "AID"),
        (Status.NEGATED, "RETREAT", "RETREAT"),
    ],
)
def test_only_acts_to_come_are_folded(status: Status, act: str, expected: str) -> None:
    assert BOOK.plover_type(act, status) == expected


def test_no_other_type_has_a_future() -> None:
    folded = {each.name for each in BOOK.types if each.future is not None}

    assert folded == {"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT"}


def test_fifteen_types_remain_for_pairs() -> None:
    assert len({each.family or each.name for each in BOOK.types}) == 15
    assert BOOK.type("CONCEDE").family == BOOK.type("RETREAT").family == "YIELD"


def test_what_stands_where_a_country_would_is_known_without_the_files() -> None:
    assert {term.code for term in BOOK.nonstate} == NOT_STATES


def test_quad_is_a_number_with_a_name() -> None:
    assert BOOK.quad("SANCTION") == 4
    assert BOOK.quad("SANCTION") is Quad.MATERIAL_CONFLICT


CAMEO = BOOK.cameo
SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
GDELT_SCALE = {"016": -2.0, "022": 3.2, "164": -7.0}  # elsewhere GDELT and ICEWS agree
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no real data at {SAMPLES}")


@pytest.mark.parametrize(
    ("code", "type_name", "mode"),
    [
        ("010", None, None),  # a statement is no event: decision 6
        ("020", "REQUEST", None),  # an appeal asks, as a demand does
        ("100", "REQUEST", None),
        ("036", "AGREE", None),
        ("041", "CONSULT", "phone"),
        ("043", "CONSULT", None),  # the host acts, so it is no visit
        ("055", "CONCEDE", None),  # an apology gives way
        ("057", "SUPPORT", None),  # signing is support, the promise before it was agreement
        ("081", "CONCEDE", None),
        ("0813", "CONCEDE", None),
        ("0841", "RETREAT", "release"),
        ("0842", "RETREAT", None),  # "return" is no mode
        ("085", "CONCEDE", None),  # lifted sanctions: decision 4
        ("0871", "RETREAT", "ceasefire"),
        ("092", "ACCUSE", "investigate"),
        ("1054", "REQUEST", "yield"),  # calling for an end to sanctions: decision 4
        ("115", "ACCUSE", "allege"),
        ("116", "SANCTION", "convict"),
        ("1322", "THREATEN", None),  # "ban" is no mode
        ("143", "PROTEST", "strike"),
        ("163", "SANCTION", "discontinue"),  # imposed sanctions: decision 4
        ("1712", "ASSAULT", "destroy"),
        ("1722", "COERCE", "restrict"),
        ("175", "ASSAULT", None),
        ("186", "ASSAULT", "targeted"),
        ("191", "ASSAULT", None),
        ("192", "ASSAULT", None),
        ("195", "ASSAULT", "aerial"),
        ("203", "ASSAULT", None),  # "cleansing" is no mode
        ("2042", "ASSAULT", "unconventional"),
    ],
)
def test_cameo_code_becomes_a_type_and_mode(
    code: str, type_name: str | None, mode: str | None
) -> None:
    found = CAMEO.code(code)

    assert (found.type, found.mode) == (type_name, mode)


def test_every_root_is_there_and_all_but_statements_have_a_type() -> None:
    roots = {code.root for code in CAMEO.codes.values()}
    untyped = {code.root for code in CAMEO.codes.values() if code.type is None}

    assert roots == {f"{number:02}" for number in range(1, 21)}
    assert untyped == {"01"}


def test_every_code_has_the_codes_above_it() -> None:
    for code in CAMEO.codes.values():
        assert code.root in CAMEO.codes
        assert code.base in CAMEO.codes


def test_root_and_base_are_the_first_digits() -> None:
    assert CAMEO.code("1124").root == "11"
    assert CAMEO.code("1124").base == "112"
    assert CAMEO.code("11").base == "11"


@pytest.mark.parametrize(
    ("type_name", "mode", "code"),
    [
        ("AGREE", None, "030"),
        ("CONSULT", None, "040"),
        ("CONSULT", "visit", "042"),
        ("CONSULT", "phone", "041"),
        ("SUPPORT", None, "051"),
        ("COOPERATE", None, "060"),
        ("AID", None, "070"),
        ("CONCEDE", None, "080"),
        ("RETREAT", None, "087"),
        ("REQUEST", None, "020"),
        ("ACCUSE", "disapprove", "111"),
        ("ACCUSE", "allege", "112"),
        ("ACCUSE", "investigate", "090"),
        ("REJECT", None, "120"),
        ("THREATEN", None, "130"),
        ("PROTEST", None, "140"),
        ("SANCTION", "discontinue", "160"),  # tariffs too are this: 163 would say too much
        ("MOBILIZE", None, "150"),
        ("COERCE", None, "170"),
        ("ASSAULT", None, "190"),
        ("ASSAULT", "abduct", "181"),
        ("ASSAULT", "unconventional", "204"),
    ],
)
def test_export_writes_a_code_that_is_true_of_every_such_act(
    type_name: str, mode: str | None, code: str
) -> None:
    assert CAMEO.from_plover(type_name, mode).code == code


def test_every_type_and_mode_goes_out_and_comes_back_as_its_family() -> None:
    for each in BOOK.types:
        for mode in (None, *(mode.name for mode in each.modes)):
            back = BOOK.type(CAMEO.from_plover(each.name, mode).type or "")
            assert (back.family or back.name) == (each.family or each.name)


def test_icews_text_is_found_whatever_its_capitals() -> None:
    assert CAMEO.from_icews("Impose embargo, boycott, or sanctions").code == "163"
    assert CAMEO.from_icews("FIGHT WITH ARTILLERY AND TANKS").code == "194"


@pytest.mark.parametrize("code", ["40", "4", "0400", "", "---"])
def test_mangled_code_is_refused(code: str) -> None:
    with pytest.raises(UnknownCode, match="no CAMEO code"):
        CAMEO.code(code)


def test_unknown_icews_text_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownCode, match="nearest: host a visit"):
        CAMEO.from_icews("Host the visit")


def test_unknown_mode_has_no_export() -> None:
    with pytest.raises(UnknownCode, match=r"'CONSULT-visits'.*nearest: CONSULT-visit"):
        CAMEO.from_plover("CONSULT", "visits")


# Real files


def icews_rows() -> Iterator[tuple[str, str, float]]:
    path = SAMPLES / "icews" / "events.2018.sample.tab"
    for row in csv.DictReader(path.read_text(encoding="latin-1").splitlines(), delimiter="\t"):
        yield row["Event Text"], row["CAMEO Code"], float(row["Intensity"])


def gdelt_rows() -> Iterator[tuple[str, int, float]]:
    for line in (SAMPLES / "gdelt" / "gdelt_v2_20151027_events.tsv").read_text().splitlines():
        cells = line.split("\t")
        yield cells[26], int(cells[29]), float(cells[30])
    pairs = gzip.decompress((SAMPLES / "gdelt" / "gdelt_state_pairs_20201114.csv.gz").read_bytes())
    for row in csv.DictReader(pairs.decode().splitlines()):
        yield row["Event_Code"].zfill(3), int(row["Quad_Class"]), float(row["Goldstein_Scale"])


@needs_samples
def test_real_icews_texts_and_intensities_are_ours() -> None:
    rows = set(icews_rows())

    assert len(rows) > 100
    for text, code, intensity in rows:
        assert CAMEO.from_icews(text).code == code
        assert CAMEO.code(code).goldstein == intensity


@needs_samples
def test_real_gdelt_codes_quads_and_scales_are_ours() -> None:
    rows = set(gdelt_rows())

    assert len(rows) > 100
    for code, quad, goldstein in rows:
        assert CAMEO.code(code).quad == quad
        assert GDELT_SCALE.get(code, CAMEO.code(code).goldstein) == goldstein


def test_notes_tell_where_gdelt_scales_a_code_otherwise() -> None:
    notes = {code: f"GDELT scales it {scale:g}" for code, scale in GDELT_SCALE.items()}

    assert {code: CAMEO.code(code).note for code in notes} == notes
