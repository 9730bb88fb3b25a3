"""Views with labels -> a multinomial logit. Plain arithmetic, no sentences.

In:  cases: views, labels, weights.   Out: weights and biases of each label against "none of them".
Does not: choose the penalty or a threshold (own_fit.py).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.events.own_heads import own_shares

__all__ = ["Cases", "fit_logit", "log_loss", "unseen_logits"]

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]
LEAST_SPREAD = 1e-3  # numbers of a view that hardly vary are not blown up


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


def fit_logit(cases: Cases, penalty: float) -> tuple[Floats, Floats]:
    """Fit weights (labels, width) and biases (labels,) with a ridge of ``penalty``.

    The mean log loss plus half the penalty times the squared weights of the views, these brought
    to unit spread; convex, so that there is one answer (L-BFGS, Liu and Nocedal 1989).
    """
    from scipy.optimize import minimize  # type: ignore[import-untyped]  # noqa: PLC0415  # slow

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
