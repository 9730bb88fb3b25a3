"""Fitting on a user's sentences, with a model that sees four words only."""

from pathlib import Path

import numpy as np
import pytest

from detente.errors import BadConfig, BadInput
from detente.events.marked import Example, read_line
from detente.events.own_file import FittedTypes, write_fitted
from detente.events.own_fit import OwnFigures, fit_own, read_sentences
from detente.events.own_heads import OwnHeads, Seer
from detente.events.own_logit import Cases, fit_logit, log_loss
from events.own_fakes import SWAP, FakeSeer

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
    with pytest.raises(BadInput, match=r"prisoner-swap: 19 sentences are too few; .* at least 20"):
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
