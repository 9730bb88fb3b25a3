"""Types of a user's own, beside those that the claim model has learned: fitted, kept, and asked.

In:  definitions, marked sentences, sentences of other acts as contrast, the claim model.
Out: heads with figures from sentences that a fit had not seen; one JSON file that people can read;
the share of each own type in a reading.
Does not: change the claim model, use the network, or draw lots: the same sentences, the same heads.

A multinomial logit on the model's view with a ridge penalty. Penalty and thresholds are chosen on
five parts, each held back in turn; neighbouring sentences stay in one part, since people write
minimal pairs side by side. An own type lies within its parent, so its share is added to the
parent's and taken from all in proportion: the shares of a reading still add up to 1, and a head
that never says yes changes nothing.
"""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from detente.codebook import OwnType, check_own_type, is_own, load_codebook
from detente.errors import BadConfig, BadInput, needing
from detente.events.examples import Example, read_corpus, read_examples
from detente.events.model import DECIMALS, NO_EVENT, Candidate, OwnReading, Reading, View
from detente.records import alike, digest, values_alike

Floats = NDArray[np.floating[Any]]


class Seer(Protocol):
    """A claim model that also gives its views."""

    digest: str

    def look(self, candidates: Sequence[Candidate]) -> list[tuple[Reading, View]]:
        """Read each candidate, and give the view that its reading was made from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnHead:
    """A linear head on the view: ``weights``, one a number of the view, and ``bias``.

    From ``threshold`` on, 0..1, an act is taken for the type.
    """

    own: OwnType
    weights: tuple[float, ...]
    bias: float
    threshold: float


@dataclass(frozen=True, slots=True)
class OwnHeads:
    """Heads that were fitted together or one by one on the views of ``model`` (its digest)."""

    heads: tuple[OwnHead, ...] = ()
    model: str = ""

    @property
    def digest(self) -> str:
        """Names what they say: the same heads, the same digest."""
        said = (
            [head.own.mode, head.own.parent, *map(repr, (head.bias, head.threshold, *head.weights))]
            for head in self.heads
        )
        return digest("own heads", *said)[:8]

    def shares(self, view: View) -> Floats:
        """The share of each own type; (heads,) float, 0..1 and in all at most 1."""
        weights = np.array([head.weights for head in self.heads], dtype=np.float64)
        biases = np.array([head.bias for head in self.heads])
        return own_shares(weights @ view.astype(np.float64) + biases)

    def read(self, reading: Reading, view: View) -> Reading:
        """Let own types count in a reading; of several above their thresholds the greatest.

        A type and its modes count together; of these the likeliest is named.
        """
        shares = [round(float(share), DECIMALS) for share in self.shares(view)]
        types = with_own(
            reading.types, [(h.own.parent, s) for h, s in zip(self.heads, shares, strict=True)]
        )
        likely = [
            (round(total, DECIMALS), self.heads[place])
            for total, place in _chosen([head.own.type for head in self.heads], shares)
            if total >= self.heads[place].threshold
        ]
        if not likely:
            return replace(reading, types=types)
        share, head = max(likely, key=lambda one: one[0])
        return replace(reading, types=types, own=OwnReading(head.own.parent, head.own.mode, share))


def _chosen(types: Sequence[str], shares: Sequence[float]) -> Iterator[tuple[float, int]]:
    """Give for each type the share of it and its modes, and the place of the likeliest of these."""
    for name in dict.fromkeys(types):
        places = [place for place, one in enumerate(types) if one == name]
        total = sum(shares[place] for place in places)
        yield total, max(places, key=lambda place: shares[place])


def own_shares(logits: Floats) -> Floats:
    """Turn logits (..., heads) against "none of them" into shares; what is left to 1 is none.

    A multinomial logit whose reference is everything else, also where each head was fitted against
    the reference alone (Begg and Gray 1984, Biometrika 71).
    """
    top = np.maximum(logits.max(axis=-1, keepdims=True, initial=0.0), 0.0)
    odds = np.exp(logits - top)
    return np.asarray(odds / (np.exp(-top) + odds.sum(axis=-1, keepdims=True)))


def with_own(types: Mapping[str, float], own: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Give each parent the share of its own types, and take it from all types in proportion."""
    left = 1.0 - sum(share for _, share in own)
    joint = {name: share * left for name, share in types.items()}
    for parent, share in own:
        joint[parent] += share
    return {name: round(share, DECIMALS) for name, share in joint.items()}


NO_OWN = OwnHeads()


class OwnReader:
    """A claim model with heads for own types, to be asked like the model itself."""

    def __init__(self, model: Seer, heads: OwnHeads) -> None:
        if heads.model != model.digest:
            names = ", ".join(head.own.name for head in heads.heads)
            raise BadConfig(
                f"{names}: fitted on the views of model {heads.model}, and this is model "
                f"{model.digest}; fit again with detente types fit"
            )
        self._model = model
        self._heads = heads
        self.digest = f"{model.digest}+own-{heads.digest}"

    def read(self, candidates: Sequence[Candidate]) -> list[Reading]:
        """Read each candidate."""
        return [self._heads.read(reading, view) for reading, view in self._model.look(candidates)]


FORM = "detente own types 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFigures:
    """How a head does on sentences that the fit had not seen.

    ``precision`` and ``recall`` are shares, 0..1, on the mix of sentences given; in news, where
    the type is rarer, precision is lower. ``alarms_of`` counts, by type, other acts taken for it.
    """

    n_sentences: int
    n_others: int
    recall: float
    precision: float
    alarms_of: dict[str, int]


# --- Fitted types of a user's own <-> one JSON file that people can read.
@dataclass(frozen=True, slots=True, kw_only=True)
class FittedTypes:
    """Heads, their figures in the same order, and the digest of the sentences they are from."""

    heads: OwnHeads
    figures: tuple[OwnFigures, ...]
    sentences: str


class _Type(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True
):
    name: str
    parent: str
    definition: str
    figures: OwnFigures
    threshold: float
    bias: float
    weights: tuple[float, ...]
    plover: str | None = None
    cameo: str | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    form: str
    model: str
    sentences: str
    types: tuple[_Type, ...]


def write_fitted(fitted: FittedTypes) -> bytes:
    """Write fitted types as JSON."""
    file = _File(
        form=FORM,
        model=fitted.heads.model,
        sentences=fitted.sentences,
        types=tuple(
            _Type(
                **values_alike(OwnType, head.own),
                **values_alike(OwnHead, head, "own"),
                figures=figures,
            )
            for head, figures in zip(fitted.heads.heads, fitted.figures, strict=True)
        ),
    )
    return msgspec.json.format(msgspec.json.encode(file), indent=1) + b"\n"


def read_fitted(path: Path) -> FittedTypes:
    """Read a file that ``detente types fit`` has written.

    Raises:
        BadConfig: it cannot be read, or is no such file.
    """
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
    except OSError as err:
        raise BadConfig(f"{path}: cannot be read ({err.strerror})") from err
    except msgspec.MsgspecError as err:
        raise BadConfig(
            f"{path}: not what detente types fit writes ({err}); give the file that its -o named"
        ) from err
    if file.form != FORM or not file.types:
        raise BadConfig(f"{path}: is in form {file.form!r}, not {FORM!r}; fit again")
    return FittedTypes(
        heads=OwnHeads(tuple(_head(path.name, one) for one in file.types), file.model),
        figures=tuple(one.figures for one in file.types),
        sentences=file.sentences,
    )


def read_heads(paths: Sequence[Path]) -> OwnHeads:
    """Read the heads of several files as one.

    Raises:
        BadConfig: as ``read_fitted``; two files define a type, or were fitted on two models.
    """
    joint = OwnHeads()
    for path in paths:
        heads = read_fitted(path).heads
        known = {head.own.name for head in joint.heads}
        for head in heads.heads:
            if head.own.name in known:
                raise BadConfig(f"{path}: {head.own.name!r} is in another --types file; drop one")
        if joint.heads and joint.model != heads.model:
            raise BadConfig(f"{path}: fitted for model {heads.model}, others for {joint.model}")
        joint = OwnHeads((*joint.heads, *heads.heads), heads.model)
    return joint


def _head(file: str, one: _Type) -> OwnHead:
    own = alike(OwnType, one)
    check_own_type(file, own, {event_type.name for event_type in load_codebook().types})
    return alike(OwnHead, one, own=own)


# --- A user's sentences -> heads for types of their own, fitted in seconds, without a network.
LEAST_SENTENCES = 20  # of a type; fewer give heads that know their sentences and nothing else
N_CONTRAST = 2000  # the example: 86 % found, 93 % right at 1,000; 83, 95 here; 75, 96 at 4,000
HIDDEN_IN = 4  # one contrast in four does not show its predicate, as when only sides are given
N_PARTS = 5
NEIGHBOURS = 4
PENALTIES = (0.1, 0.03, 0.01, 0.003)
THRESHOLDS = tuple(step / 20 for step in range(10, 20))  # never less likely than not


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """What to fit on: a user's sentences, other acts, and the digest of both."""

    examples: tuple[Example, ...]
    contrast: tuple[Example, ...]
    digest: str


def read_sentences(own: Sequence[OwnType], paths: Sequence[Path], contrast: Path) -> Sentences:
    """Read a user's marked sentences, and others as contrast.

    A path that ends in ``.csv`` is a codebook with examples in it.

    Raises:
        BadConfig: a file cannot be read, or lines are at fault; the message lists them all.
    """
    names = {one.name: one for one in own}
    examples = [
        example
        for path in paths
        for example in (read_examples if path.suffix == ".csv" else read_corpus)(path, names)
    ]
    others = read_corpus(contrast)
    said = (f"{one.id} {one.mode or one.type}" for one in (*examples, *others))
    return Sentences(
        examples=tuple(examples), contrast=tuple(others), digest=digest("sentences", list(said))
    )


def fit_own(
    own: Sequence[OwnType], examples: Sequence[Example], contrast: Sequence[Example], model: Seer
) -> tuple[OwnHeads, list[OwnFigures]]:
    """Fit heads for ``own`` on ``examples`` against ``contrast``; figures in the same order.

    ``examples`` may hold near misses, coded with PLOVER's types. Of ``contrast`` at most
    ``N_CONTRAST`` are taken, by the digests of their texts.

    Raises:
        BadInput: a type has too few sentences, or the model gives no view.
        MissingExtra: SciPy is not installed.
    """
    with needing("types", "a type of one's own"):  # told before a minute's work
        import scipy.optimize  # noqa: F401, PLC0415  # slow
    own = _with_sentences(own, examples)
    shown = [*_shown(examples), *_contrasted(contrast, {example.id for example in examples})]
    cases = _cases(own, shown, _views(shown, model))
    logits = {penalty: unseen_logits(cases, penalty) for penalty in PENALTIES}
    penalty = min(PENALTIES, key=lambda one: log_loss(logits[one], cases))
    shares = own_shares(logits[penalty])
    named, totals = _decided(own, shares)
    weights, biases = fit_logit(cases, penalty)
    thresholds = {
        name: max(THRESHOLDS, key=partial(_f1, _judged(shown, total, _modes_of(name, own))))
        for name, total in totals.items()
    }
    heads, figures = [], []
    for place, one in enumerate(own):
        threshold = thresholds[one.type]
        figures.append(_figures(_judged(shown, named[:, place], [one.mode]), threshold))
        heads.append(
            OwnHead(
                own=one,
                weights=tuple(round(float(weight), 6) for weight in weights[place]),
                bias=round(float(biases[place]), 6),
                threshold=threshold,
            )
        )
    return OwnHeads(tuple(heads), model.digest), figures


def _with_sentences(own: Sequence[OwnType], examples: Sequence[Example]) -> tuple[OwnType, ...]:
    """Leave out types that are told by their modes alone."""
    counts = Counter(example.mode for example in examples)
    by_modes = {one.type for one in own if one.type != one.name and counts[one.mode]}
    kept = tuple(one for one in own if counts[one.mode] or one.name not in by_modes)
    for one in kept:
        if counts[one.mode] < LEAST_SENTENCES:
            raise BadInput(
                f"{one.name}: too few sentences ({counts[one.mode]}); write at least "
                f"{LEAST_SENTENCES}, better two hundred"
            )
    return kept


def _modes_of(name: str, own: Sequence[OwnType]) -> frozenset[str]:
    """What stands in the mode of claims of a type: itself, or a mode of it."""
    return frozenset(one.mode for one in own if one.type == name)


def _decided(own: Sequence[OwnType], shares: Floats) -> tuple[Floats, dict[str, Floats]]:
    """Decide as a reading is decided: (cases, heads) what each head gets, and each type's share."""
    named, types = np.zeros_like(shares), [one.type for one in own]
    totals: dict[str, Floats] = {name: np.zeros(len(shares)) for name in types}
    for number, row in enumerate(shares):
        for total, place in _chosen(types, [float(share) for share in row]):
            named[number, place] = total
            totals[types[place]][number] = total
    return named, totals


class _Shown(NamedTuple):
    """A sentence as it is shown to the model. Those that were given are shown in two ways."""

    example: Example
    weight: float
    part: int
    has_predicate: bool

    @property
    def candidate(self) -> Candidate:
        one = self.example
        predicates = (one.predicate,) if self.has_predicate else ()
        return Candidate(one.text, one.actors, one.recipients, predicates)


class _Judged(NamedTuple):
    """A sentence's share for a type, whether it is of the type, and what it is."""

    share: float
    is_right: bool
    type: str


def _shown(examples: Sequence[Example]) -> Iterator[_Shown]:
    for number, example in enumerate(examples):
        part = number // NEIGHBOURS % N_PARTS
        yield _Shown(example, 0.5, part, has_predicate=True)
        yield _Shown(example, 0.5, part, has_predicate=False)


def _contrasted(contrast: Sequence[Example], given: Container[str]) -> Iterator[_Shown]:
    """Take other acts, chosen by digests, which nobody chose."""
    others = sorted((one for one in contrast if one.id not in given), key=lambda one: one.id)
    for number, example in enumerate(others[:N_CONTRAST]):
        yield _Shown(example, 1.0, number % N_PARTS, has_predicate=number % HIDDEN_IN > 0)


def _views(shown: Sequence[_Shown], model: Seer) -> Floats:
    views = [view for _, view in model.look([one.candidate for one in shown])]
    if not views[0].size:
        raise BadInput(
            f"model {model.digest} gives no view to fit on; make one with training/export.py as it "
            "stands in this version (make train)"
        )
    return np.asarray(views, dtype=np.float64)


# --- Views with labels -> a multinomial logit. Plain arithmetic, no sentences.
Ints = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Views to learn from, one row a case.

    ``views``: (cases, width) float; ``labels``: (cases,) int, 0 for none, else 1..``n_labels``;
    ``weights``: (cases,) float > 0; ``parts``: (cases,) int, which part holds the case back.
    """

    views: Floats
    labels: Ints
    weights: Floats
    parts: Ints
    n_labels: int

    def take(self, rows: NDArray[np.bool_]) -> "Cases":
        """Keep some rows."""
        return Cases(
            views=self.views[rows],
            labels=self.labels[rows],
            weights=self.weights[rows],
            parts=self.parts[rows],
            n_labels=self.n_labels,
        )


def _cases(own: Sequence[OwnType], shown: Sequence[_Shown], views: Floats) -> Cases:
    labels = {one.mode: number for number, one in enumerate(own, start=1)}
    return Cases(
        views=views,
        labels=np.array([labels.get(one.example.mode or "", 0) for one in shown]),
        weights=np.array([one.weight for one in shown]),
        parts=np.array([one.part for one in shown]),
        n_labels=len(own),
    )


def _judged(shown: Sequence[_Shown], shares: Floats, modes: Container[str]) -> list[_Judged]:
    """Each sentence once: as it stands in a report, its predicate shown."""
    return [
        _Judged(float(share), (one.example.mode or "") in modes, _name(one.example))
        for one, share in zip(shown, shares, strict=True)
        if one.has_predicate
    ]


def _name(example: Example) -> str:
    return example.mode if is_own(example.mode) else example.type or NO_EVENT


def _f1(judged: Sequence[_Judged], threshold: float) -> float:
    """The harmonic mean of precision and recall (van Rijsbergen 1979)."""
    n_found = sum(one.share >= threshold for one in judged)
    n_right = sum(one.share >= threshold and one.is_right for one in judged)
    return 2 * n_right / (n_found + sum(one.is_right for one in judged))


def _figures(judged: Sequence[_Judged], threshold: float) -> OwnFigures:
    n_sentences = sum(one.is_right for one in judged)
    found = [one for one in judged if one.share >= threshold]
    n_right = sum(one.is_right for one in found)
    alarms = Counter(one.type for one in found if not one.is_right)
    return OwnFigures(
        n_sentences=n_sentences,
        n_others=len(judged) - n_sentences,
        recall=round(n_right / n_sentences, DECIMALS),
        precision=round(n_right / max(1, len(found)), DECIMALS),
        alarms_of=dict(sorted(alarms.items(), key=lambda one: (-one[1], one[0]))),
    )


LEAST_SPREAD = 1e-3  # numbers of a view that hardly vary are not blown up


def fit_logit(cases: Cases, penalty: float) -> tuple[Floats, Floats]:
    """Fit weights (labels, width) and biases (labels,) with a ridge of ``penalty``.

    The mean log loss plus half the penalty times the squared weights of the views, these brought
    to unit spread; convex, so that there is one answer (L-BFGS, Liu and Nocedal 1989).
    """
    from scipy.optimize import minimize  # noqa: PLC0415  # slow

    weight = cases.weights / cases.weights.sum()
    mean = np.einsum("c,cw->w", weight, cases.views)
    spread = np.sqrt(np.einsum("c,cw->w", weight, (cases.views - mean) ** 2)) + LEAST_SPREAD
    views = (cases.views - mean) / spread
    wanted = np.eye(cases.n_labels + 1)[cases.labels][:, 1:]
    shape = (cases.n_labels, views.shape[1] + 1)

    def loss(flat: Floats) -> tuple[float, Floats]:
        slopes = flat.reshape(shape)
        logits = _products(views, slopes[:, :-1]) + slopes[:, -1]
        error = weight[:, None] * (own_shares(logits) - wanted)
        ridge = np.hstack([slopes[:, :-1], np.zeros((cases.n_labels, 1))])
        value = log_loss(logits, cases) + penalty / 2 * float((ridge**2).sum())
        pull = np.einsum("cl,cw->lw", error, views)
        slope = np.hstack([pull, error.sum(0)[:, None]]) + penalty * ridge
        return value, slope.ravel()

    found = minimize(
        loss,
        np.zeros(shape).ravel(),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 2000, "ftol": 1e-12, "gtol": 1e-7},
    )
    slopes = np.asarray(found.x).reshape(shape)
    weights = slopes[:, :-1] / spread
    return weights, slopes[:, -1] - np.einsum("lw,w->l", weights, mean)


def unseen_logits(cases: Cases, penalty: float) -> Floats:
    """Logits (cases, labels) of each case by a fit on the parts in which it is not."""
    logits = np.zeros((len(cases.labels), cases.n_labels))
    for part in np.unique(cases.parts):
        held = cases.parts == part
        weights, biases = fit_logit(cases.take(~held), penalty)
        logits[held] = _products(cases.views[held], weights) + biases
    return logits


def log_loss(logits: Floats, cases: Cases) -> float:
    """The weighted mean of minus the logarithm of the right label's share."""
    top = np.maximum(logits.max(axis=1), 0.0)
    total = top + np.log(np.exp(-top) + np.exp(logits - top[:, None]).sum(axis=1))
    with_none = np.hstack([np.zeros((len(logits), 1)), logits])
    right = with_none[np.arange(len(logits)), cases.labels]
    return float((cases.weights * (total - right)).sum() / cases.weights.sum())


def _products(views: Floats, weights: Floats) -> Floats:
    """Multiply (cases, width) with (labels, width) to (cases, labels).

    Not by ``@``: BLAS sums in an order that depends on its threads, and for matrices as small as
    these its threads cost more than they bring.
    """
    return np.asarray(np.einsum("cw,lw->cl", views, weights))
