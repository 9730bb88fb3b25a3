"""Lessons -> a network that has learned them, alone or from a teacher.

In:  lessons or bare candidates, and a network.   Out: the same network, trained; its figures.
Does not: read files or export anything.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, kl_div

from detente.events.model import Candidate, Tokens, encode
from training.labels import CONTEXTS, TYPES, modes_of
from training.lessons import NOT_TAUGHT, Lesson
from training.network import Logits, Network

__all__ = ["Course", "Figures", "fit", "measure", "predict"]

WITHOUT_SIDES = 0.08  # share of lessons in which nobody is pointed at: the word's status alone
WITHOUT_PREDICATE = 0.4  # share of lessons in which the word of the act is not pointed at
WEIGHTS = {"mode": 0.3, "status": 0.5, "historical": 0.1, "contexts": 10.0, "teacher": 2.0}
SMOOTHING = 0.1
HEAD_RATE = 5.0  # heads start from nothing and learn faster than the encoder
WARM_UP = 0.06
SOFTNESS = 2.0  # temperature of distillation, Hinton et al. 2015
GROUP = 20  # batches that are sorted by length together


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How to train. ``rate`` is the encoder's peak learning rate."""

    epochs: int
    rate: float
    batch: int = 32
    seed: int = 1
    half: bool = True  # bfloat16 where it is safe: four times as fast on a new processor


class Figures(NamedTuple):
    """Shares right on lessons: of all types, of the statuses of acts; contexts' micro-F1."""

    types: float
    statuses: float
    contexts: float


class Taught(NamedTuple):
    """A lesson in numbers, and a teacher's logits for it where there is a teacher."""

    tokens: Tokens
    lesson: Lesson
    teacher: Logits | None


def fit(
    network: Network,
    tokenizer: Tokenizer,
    lessons: Sequence[Lesson],
    course: Course,
    teacher: Sequence[Logits] | None = None,
) -> Iterator[float]:
    """Train ``network`` in place; gives the mean loss after each epoch.

    ``teacher`` holds one row of logits for each lesson. Lessons whose type is ``NOT_TAUGHT`` are
    learned from it alone.
    """
    torch.manual_seed(course.seed)
    dice = random.Random(course.seed)  # noqa: S311  # order of lessons, no secret
    order = list(range(len(lessons)))
    n_steps = course.epochs * -(-len(lessons) // course.batch)
    optimizer, schedule = _optimizer(network, course, n_steps)
    network.train()
    for _ in range(course.epochs):
        dice.shuffle(order)
        losses = []
        for places in _batches(order, lessons, course.batch, dice):
            taught = [_teach(place, lessons, teacher, tokenizer, dice) for place in places]
            loss = _loss(network, taught, half=course.half)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        yield sum(losses) / len(losses)


def predict(
    network: Network, tokenizer: Tokenizer, candidates: Sequence[Candidate], *, half: bool = True
) -> list[Logits]:
    """Read candidates; one row of logits each, in their order."""
    network.eval()
    found: dict[int, Logits] = {}
    order = sorted(range(len(candidates)), key=lambda place: len(candidates[place].text))
    with torch.no_grad(), _precision(half=half):
        for start in range(0, len(order), 64):
            places = order[start : start + 64]
            tokens = [encode(candidates[place], tokenizer) for place in places]
            logits = network(*_tensors(tokens, network.pad))
            for row, place in enumerate(places):
                found[place] = Logits(*(head[row].float() for head in logits))
    return [found[place] for place in range(len(candidates))]


def measure(lessons: Sequence[Lesson], logits: Sequence[Logits]) -> Figures:
    """Compare logits with what the lessons say."""
    pairs = list(zip(lessons, logits, strict=True))
    types = [int(row.types.argmax()) == lesson.type for lesson, row in pairs]
    statuses = [
        int(row.statuses.argmax()) == lesson.status
        for lesson, row in pairs
        if lesson.status is not None
    ]
    both = given = said = 0
    for lesson, row in pairs:
        if lesson.contexts is not None:
            found = set((row.contexts > 0).nonzero().flatten().tolist())
            both += len(found & set(lesson.contexts))
            given += len(lesson.contexts)
            said += len(found)
    return Figures(_share(types), _share(statuses), 2 * both / max(1, given + said))


def _share(right: Sequence[bool]) -> float:
    return sum(right) / max(1, len(right))


def _optimizer(
    network: Network, course: Course, n_steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    encoder = list(network.encoder.parameters())
    known = {id(weight) for weight in encoder}
    heads = [weight for weight in network.parameters() if id(weight) not in known]
    groups = [
        {"params": encoder, "lr": course.rate},
        {"params": heads, "lr": course.rate * HEAD_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = max(1, int(WARM_UP * n_steps))

    def share(step: int) -> float:
        return min(1.0, step / warm) * max(0.0, 1.0 - step / n_steps)

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, share)


def _batches(
    order: Sequence[int], lessons: Sequence[Lesson], size: int, dice: random.Random
) -> list[list[int]]:
    """Batches of like length, so that little of them is padding."""
    batches: list[list[int]] = []
    for start in range(0, len(order), size * GROUP):
        group = sorted(
            order[start : start + size * GROUP],
            key=lambda place: (len(lessons[place].candidate.text), place),
        )
        batches.extend(group[i : i + size] for i in range(0, len(group), size))
    dice.shuffle(batches)
    return batches


def _teach(
    place: int,
    lessons: Sequence[Lesson],
    teacher: Sequence[Logits] | None,
    tokenizer: Tokenizer,
    dice: random.Random,
) -> Taught:
    lesson, chance = lessons[place], dice.random()
    if chance < WITHOUT_SIDES and lesson.status is not None:
        lesson = lesson.without_sides()
        return Taught(encode(lesson.candidate, tokenizer), lesson, None)
    if chance > 1.0 - WITHOUT_PREDICATE:
        lesson = lesson.without_predicate()
    return Taught(encode(lesson.candidate, tokenizer), lesson, teacher[place] if teacher else None)


def _tensors(tokens: Sequence[Tokens], pad: int) -> tuple[Tensor, Tensor]:
    width = max(len(row.ids) for row in tokens)
    ids = [[*row.ids, *[pad] * (width - len(row.ids))] for row in tokens]
    roles = [[*row.roles, *[0] * (width - len(row.roles))] for row in tokens]
    return torch.tensor(ids), torch.tensor(roles)


def _precision(*, half: bool) -> torch.autocast:
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=half)


def _loss(network: Network, taught: Sequence[Taught], *, half: bool) -> Tensor:
    with _precision(half=half):
        logits = Logits(*network(*_tensors([row.tokens for row in taught], network.pad)))
    logits = Logits(*(head.float() for head in logits))
    loss = _taught_loss(logits, [row.lesson for row in taught])
    led = [place for place, row in enumerate(taught) if row.teacher is not None]
    if led:
        own = Logits(*(head[led] for head in logits))
        soft = [row.teacher for row in taught if row.teacher is not None]
        loss = loss + WEIGHTS["teacher"] * _teacher_loss(own, soft)
    return loss


def _taught_loss(logits: Logits, lessons: Sequence[Lesson]) -> Tensor:
    types = torch.tensor([lesson.type for lesson in lessons])
    loss = logits.types.sum() * 0.0
    if (types != NOT_TAUGHT).any():
        loss = loss + cross_entropy(
            logits.types, types, ignore_index=NOT_TAUGHT, label_smoothing=SMOOTHING
        )
    with_mode = [row for row, lesson in enumerate(lessons) if lesson.mode is not None]
    if with_mode:
        loss = loss + WEIGHTS["mode"] * _mode_loss(logits.modes, lessons, with_mode)
    acts = [row for row, lesson in enumerate(lessons) if lesson.status is not None]
    if acts:
        statuses = torch.tensor([lessons[row].status for row in acts])
        past = torch.tensor([float(lessons[row].is_historical) for row in acts])
        historical = logits.historical[acts].squeeze(-1)
        loss = loss + WEIGHTS["status"] * cross_entropy(logits.statuses[acts], statuses)
        loss = loss + WEIGHTS["historical"] * binary_cross_entropy_with_logits(historical, past)
    marked = [row for row, lesson in enumerate(lessons) if lesson.contexts is not None]
    if marked:
        wanted = torch.zeros(len(marked), len(CONTEXTS))
        for place, row in enumerate(marked):
            wanted[place, list(lessons[row].contexts or ())] = 1.0
        contexts = binary_cross_entropy_with_logits(logits.contexts[marked], wanted)
        loss = loss + WEIGHTS["contexts"] * contexts
    return loss


def _mode_loss(modes: Tensor, lessons: Sequence[Lesson], rows: Sequence[int]) -> Tensor:
    """Cross-entropy among the modes of the right type only."""
    losses = []
    for row in rows:
        places = modes_of(TYPES[lessons[row].type])
        wanted = torch.tensor([places.index(lessons[row].mode or 0)])
        losses.append(cross_entropy(modes[row, places].unsqueeze(0), wanted))
    return torch.stack(losses).mean()


def _teacher_loss(logits: Logits, teacher: Sequence[Logits]) -> Tensor:
    """Kullback-Leibler divergence from the teacher's softened shares (Hinton et al. 2015).

    Contexts are left out: in its few epochs the teacher hardly learns them, and the student does.
    """
    loss = logits.types.sum() * 0.0
    for own, soft in (
        (logits.types, torch.stack([row.types for row in teacher])),
        (logits.statuses, torch.stack([row.statuses for row in teacher])),
    ):
        target = (soft / SOFTNESS).softmax(-1)
        divergence = kl_div((own / SOFTNESS).log_softmax(-1), target, reduction="batchmean")
        loss = loss + SOFTNESS**2 * divergence
    modes = torch.stack([row.modes for row in teacher])
    return loss + 0.05 * (logits.modes - modes).pow(2).mean()
