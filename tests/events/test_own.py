"""Fitted types in a file: written whole, read strictly."""

import math
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detente.codebook import OwnType
from detente.errors import BadConfig, BadInput
from detente.events.examples import Example, read_line
from detente.events.model import Candidate
from detente.events.own import (
    NO_OWN,
    Cases,
    FittedTypes,
    OwnFigures,
    OwnHeads,
    OwnReader,
    Seer,
    fit_logit,
    fit_own,
    log_loss,
    own_shares,
    read_fitted,
    read_heads,
    read_sentences,
    with_own,
    write_fitted,
)
from events.own_fakes import SWAP, TYPES, FakeSeer, head, heads, reading

FIGURES = OwnFigures(
    n_sentences=200, n_others=1500, recall=0.9, precision=0.8, alarms_of={"AID": 3, "NONE": 1}
)
VISA = OwnType(name="visa-deal", parent="CONCEDE", definition="Entry is eased.")


def saved(folder: Path, name: str, some: OwnHeads) -> Path:
    path = folder / name
    fitted = FittedTypes(heads=some, figures=(FIGURES,) * len(some.heads), sentences="abc")
    path.write_bytes(write_fitted(fitted))
    return path


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    fitted = read_fitted(saved(tmp_path, "a.json", heads()))

    assert fitted == FittedTypes(heads=heads(), figures=(FIGURES,), sentences="abc")


def test_files_are_joined(tmp_path: Path) -> None:
    one, other = saved(tmp_path, "a.json", heads()), saved(tmp_path, "b.json", heads(head(VISA)))

    assert read_heads([one, other]) == heads(head(), head(VISA))
    assert read_heads([]) == NO_OWN


def test_a_type_in_two_files_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.json", heads())

    with pytest.raises(BadConfig, match="'prisoner-swap' is in another --types file"):
        read_heads([path, path])


def test_files_for_two_models_are_refused(tmp_path: Path) -> None:
    one = saved(tmp_path, "a.json", heads())
    other = saved(tmp_path, "b.json", OwnHeads((head(VISA),), "newer"))

    with pytest.raises(BadConfig, match="fitted for model newer, others for fake"):
        read_heads([one, other])


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"detente own types 1"', '"detente own types 9"', "fit again"),
        ('"parent": "RETREAT"', '"parent": "PEACE"', "'PEACE' is no event type"),
        ('"threshold"', '"treshold"', "not what detente types fit writes"),
        ("{", "", "not what detente types fit writes"),
    ],
)
def test_a_file_that_was_changed_is_refused_by_name(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    path = saved(tmp_path, "a.json", heads())
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(BadConfig, match=complaint) as refused:
        read_heads([path])

    assert "a.json" in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"nowhere\.json: cannot be read"):
        read_fitted(tmp_path / "nowhere.json")


OWN = {SWAP.name: SWAP}


def sentences(template: str, code: str, count: int) -> list[Example]:
    return [
        read_line(f"{template.format(number=number)} => {code}", "some.txt", number, OWN)
        for number in range(1, count + 1)
    ]


SWAPS = sentences(
    "[A Norland] {{swapped}} {number} prisoners with [R Sudria].", "prisoner-swap | actual", 30
)
FRUIT = sentences(
    "[A Norland] {{swapped}} {number} crates of fruit with [R Sudria].", "COOPERATE | actual", 15
)
PRAISE = sentences("[A Norland] {{praised}} [R Sudria] {number} times.", "SUPPORT | actual", 60)


def fitted(examples: list[Example], model: Seer | None = None) -> tuple[OwnHeads, OwnFigures]:
    heads, (figures,) = fit_own([SWAP], examples, PRAISE, model or FakeSeer())
    return heads, figures


def share(heads: OwnHeads, text: str) -> float:
    return float(heads.shares(FakeSeer._view(text))[0])


def test_fitted_heads_tell_the_type_from_near_misses_and_from_other_acts() -> None:
    heads, _ = fitted([*SWAPS, *FRUIT])

    assert share(heads, "Vostia swapped prisoners") > heads.heads[0].threshold
    assert share(heads, "Vostia swapped fruit") < 0.5
    assert share(heads, "Vostia praised the prisoners' families") < 0.5


def test_misspelt_type_of_ones_own_is_among_the_nearest() -> None:
    with pytest.raises(BadConfig, match=r"no event type 'prisoner-swop'.*nearest: prisoner-swap,"):
        sentences("[A Norland] {{swapped}} {number} prisoners.", "prisoner-swop | actual", 1)


def test_figures_come_from_sentences_that_the_fit_had_not_seen() -> None:
    _, figures = fitted([*SWAPS, *FRUIT])

    assert (figures.n_sentences, figures.recall, figures.precision) == (30, 1.0, 1.0)
    assert figures.alarms_of == {}
    assert figures.n_others == 15 + 60 * 3 // 4  # a quarter is shown without its predicate


def test_what_the_view_cannot_tell_apart_is_told_in_the_figures() -> None:
    alike = sentences(
        "[A Norland] {{swapped}} prisoners {number} times, [R Sudria] said.", "ACCUSE | actual", 10
    )

    _, figures = fitted([*SWAPS, *alike])

    assert figures.alarms_of == {"ACCUSE": 10}
    assert figures.precision == 0.75


def test_same_sentences_give_the_same_bytes() -> None:
    def once() -> bytes:
        heads, figures = fitted([*SWAPS, *FRUIT])
        return write_fitted(FittedTypes(heads=heads, figures=(figures,), sentences="x"))

    assert once() == once()


def test_the_order_of_the_contrast_plays_no_part() -> None:
    forth, _ = fit_own([SWAP], SWAPS, PRAISE, FakeSeer())
    back, _ = fit_own([SWAP], SWAPS, PRAISE[::-1], FakeSeer())

    assert forth == back


def test_a_sentence_of_the_user_is_not_its_own_contrast() -> None:
    heads, _ = fit_own([SWAP], SWAPS, [*PRAISE, *SWAPS], FakeSeer())

    assert share(heads, "Vostia swapped prisoners") > 0.5


def test_too_few_sentences_are_refused() -> None:
    with pytest.raises(BadInput, match=r"prisoner-swap: too few sentences \(19\); .* at least 20"):
        fitted(SWAPS[:19])


def test_a_model_without_views_is_refused() -> None:
    class Blind(FakeSeer):
        @staticmethod
        def _view(text: str) -> np.ndarray:  # noqa: ARG004  # sees nothing
            return np.zeros(0)

    with pytest.raises(BadInput, match="gives no view"):
        fitted(SWAPS, Blind())


# The logit


def cases(labels: list[int], views: list[float]) -> Cases:
    return Cases(
        views=np.array(views)[:, None],
        labels=np.array(labels),
        weights=np.ones(len(labels)),
        parts=np.zeros(len(labels), dtype=int),
        n_labels=max(labels),
    )


def test_no_other_weights_have_less_loss_and_ridge_than_those_fitted() -> None:
    some = cases([0, 0, 1, 1, 2, 2, 0], [0.1, 0.4, 0.5, 1.2, 2.0, 1.1, 1.5])
    spread = some.views.std() + 1e-3

    def price(weights: np.ndarray, biases: np.ndarray) -> float:
        logits = some.views @ weights.T + biases
        return log_loss(logits, some) + 0.05 / 2 * float(((weights * spread) ** 2).sum())

    weights, biases = fit_logit(some, 0.05)

    best = price(weights, biases)
    for step in (0.01, -0.01):
        for place in (0, 1):
            nudge = np.zeros((2, 1))
            nudge[place] = step
            assert price(weights + nudge, biases) > best
            assert price(weights, biases + nudge[:, 0]) > best


def test_loss_of_a_coin_is_the_logarithm_of_two() -> None:
    assert log_loss(np.zeros((2, 1)), cases([0, 1], [0.0, 0.0])) == pytest.approx(np.log(2))


# Files of sentences


def test_own_names_stand_where_types_do(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text(
        "[A Norland] {swapped} prisoners with [R Sudria]. => prisoner-swap | future\n"
        "[A Norland] {praised} [R Sudria]. => SUPPORT | actual\n",
        encoding="utf-8",
    )
    others = tmp_path / "others.txt"
    others.write_text("[A Vostia] {sued} [R Sudria]. => ACCUSE | actual\n", encoding="utf-8")

    read = read_sentences([SWAP], [path], others)

    assert [(one.type, one.mode) for one in read.examples] == [
        ("RETREAT", "own:prisoner-swap"),
        ("SUPPORT", None),
    ]
    assert [one.type for one in read.contrast] == ["ACCUSE"]
    assert read.digest != read_sentences([SWAP], [others], path.parent / "others.txt").digest


def test_a_name_that_nobody_defined_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("[A Norland] {met} [R Sudria]. => tea-party | actual\n", encoding="utf-8")

    with pytest.raises(BadConfig, match=r"mine\.txt line 1: no event type 'tea-party'"):
        read_sentences([SWAP], [path], path)


def test_sentences_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"nowhere\.txt: cannot be read"):
        read_sentences([SWAP], [tmp_path / "nowhere.txt"], tmp_path)


LOGITS = arrays(np.float64, st.integers(1, 5), elements=st.floats(-800, 800))
SOME_SHARES = st.lists(st.floats(0.01, 1.0), min_size=len(TYPES), max_size=len(TYPES)).map(
    lambda parts: {name: part / sum(parts) for name, part in zip(TYPES, parts, strict=True)}
)


@given(LOGITS)
def test_shares_of_own_types_are_shares(logits: np.ndarray) -> None:
    shares = own_shares(logits)

    assert (shares >= 0).all()
    assert shares.sum() <= 1 + 1e-12


@given(st.floats(-30, 30))
def test_a_single_own_type_has_the_logistic_share(logit: float) -> None:
    assert own_shares(np.array([logit]))[0] == pytest.approx(1 / (1 + math.exp(-logit)))


@given(SOME_SHARES, st.floats(0, 0.5), st.floats(0, 0.5))
def test_shares_with_own_types_add_up_to_one(
    types: dict[str, float], swap: float, visa: float
) -> None:
    joint = with_own(types, [("RETREAT", swap), ("CONCEDE", visa)])

    assert sum(joint.values()) == pytest.approx(1.0, abs=1e-3)
    assert list(joint) == list(types)


def test_the_parent_gets_what_all_others_lose() -> None:
    joint = with_own({"RETREAT": 0.2, "ACCUSE": 0.8}, [("RETREAT", 0.5)])

    assert joint == {"RETREAT": 0.6, "ACCUSE": 0.4}


def test_a_head_that_never_says_yes_changes_nothing() -> None:
    silent = heads(head(bias=-math.inf))
    said = reading("SUPPORT", 0.8125)

    assert silent.read(said, np.ones(4)).types == pytest.approx(said.types, abs=1e-4)
    assert silent.read(said, np.ones(4)).own is None


def test_an_own_type_counts_from_its_threshold_on() -> None:
    view = np.array([1.0, 0.0, 0.0, 0.0])  # a logit of 0.5, a share of 0.62

    found = heads(head(threshold=0.6)).read(reading(), view).own

    assert found is not None
    assert (found.type, found.mode, found.share) == ("RETREAT", "own:prisoner-swap", 0.6225)
    assert heads(head(threshold=0.7)).read(reading(), view).own is None


def test_of_two_own_types_the_likelier_one_counts() -> None:
    both = heads(head(), head(VISA, bias=-5.0))

    found = both.read(reading(), np.array([1.0, 1.0, 0.0, 0.0])).own

    assert found is not None
    assert found.mode == "own:visa-deal"


def test_a_reader_asks_the_model_once_and_adds_the_own_types() -> None:
    reader = OwnReader(FakeSeer(), heads())

    plain, swap = reader.read(
        [Candidate("They praised fruit."), Candidate("They swapped prisoners.")]
    )

    assert plain.own is None
    assert swap.own is not None
    assert swap.types["RETREAT"] > 0.9


def test_a_readers_digest_names_model_and_heads() -> None:
    one, other = (OwnReader(FakeSeer(), heads(head(bias=bias))).digest for bias in (-6.0, -5.0))

    assert one.startswith("fake+own-")
    assert one != other


def test_heads_of_another_model_are_refused_with_what_to_do() -> None:
    foreign = OwnHeads((head(),), "another")

    with pytest.raises(BadConfig, match=r"prisoner-swap.*another.*fake.*fit again"):
        OwnReader(FakeSeer(), foreign)


def test_own_type_stands_in_the_mode_of_its_parent() -> None:
    assert SWAP.mode == "own:prisoner-swap"


# --- A type and modes of it, and a codebook in one table.

DEAD = OwnType(name="prisoner-swap/remains", parent="RETREAT", definition="They return the dead.")


def test_a_type_and_its_modes_count_together_and_the_likeliest_is_named() -> None:
    both = heads(head(bias=-6.6), head(DEAD, bias=-6.5))  # a share of .31 and of .34

    found = both.read(reading(), np.array([1.0, 0.0, 0.0, 0.0])).own

    assert found is not None
    assert found.mode == "own:prisoner-swap/remains"
    assert found.share == pytest.approx(0.655, abs=0.005)
    assert heads(head(bias=-6.6)).read(reading(), np.array([1.0, 0.0, 0.0, 0.0])).own is None


def test_modes_are_fitted_and_a_type_told_by_them_alone_needs_no_sentences() -> None:
    names = {one.name: one for one in (SWAP, DEAD)}
    dead = [
        read_line(
            f"[A Norland] {{swapped}} {number} crates of fruit with [R Sudria]. => "
            "prisoner-swap/remains | actual",
            "some.txt",
            number,
            names,
        )
        for number in range(1, 31)
    ]

    alone, figures = fit_own([SWAP, DEAD], dead, PRAISE, FakeSeer())
    both, (of_swap, of_dead) = fit_own([SWAP, DEAD], [*SWAPS, *dead], PRAISE, FakeSeer())

    assert [one.own.name for one in alone.heads] == ["prisoner-swap/remains"]
    assert figures[0].recall == 1.0
    assert len({one.threshold for one in both.heads}) == 1  # they count together
    assert (of_swap.n_sentences, of_dead.n_sentences) == (30, 30)
    assert (of_swap.recall, of_dead.recall, of_dead.precision) == (1.0, 1.0, 1.0)


def test_a_crosswalk_is_kept_in_the_file_and_without_one_nothing_is(tmp_path: Path) -> None:
    walked = msgspec.structs.replace(SWAP, plover="release", cameo="0841")

    (one,) = read_fitted(saved(tmp_path, "a.json", heads(head(walked)))).heads.heads

    assert one.own == walked
    assert b"cameo" not in saved(tmp_path, "b.json", heads()).read_bytes()


def test_examples_of_a_table_are_read_by_their_rows(tmp_path: Path) -> None:
    path, others = tmp_path / "book.csv", tmp_path / "others.txt"
    head = "code,parent,definition,plover,cameo,example,status\n"
    path.write_text(
        f"{head}prisoner-swap,RETREAT,Both free captives.,,,[A Norland] {{freed}} [R Sudria].,\n"
        "prisoner-swap,,,,,[A Vostia] will {free} [R Sudria].,future\n"
        "NONE,,,,,[A Vostia] is {far} from [R Sudria].,\n",
        encoding="utf-8",
    )
    others.write_text("[A Vostia] {sued} [R Sudria]. => ACCUSE | actual\n", encoding="utf-8")

    read = read_sentences([SWAP], [path], others)

    assert [(one.mode, one.status, one.line) for one in read.examples] == [
        ("own:prisoner-swap", "actual", 2),
        ("own:prisoner-swap", "future", 3),
        (None, None, 4),
    ]
    path.write_text(f"{head}prisoner-swap,,,,,[A Norland] freed [R Sudria].,\n")
    with pytest.raises(BadConfig, match=r"book\.csv line 2: one predicate"):
        read_sentences([SWAP], [path], others)
