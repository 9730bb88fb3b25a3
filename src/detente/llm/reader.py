"""The model as a reader: a page in, claims and statements out, every word of them in the report.

In:  pages, some at once.   Out: what of the answers holds; a problem for each part that does not.
Does not: ask twice what it has asked before: replies are kept and found again.
"""

import json
from collections import deque
from collections.abc import Container, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from detente.actors import Gazetteer
from detente.codebook import Codebook
from detente.config import Config, ModelChoice
from detente.errors import BadConfig, BadReport
from detente.llm.answer import Fault, answer_schema, read_answer
from detente.llm.build import DOUBTFUL, Builder
from detente.llm.check import Checked, Checker
from detente.llm.client import Asked, Asker, Endpoint, Unanswered
from detente.llm.meter import Meter, tokens_of
from detente.llm.replies import ReplyFolder
from detente.llm.request import Page, Request, guidelines_digest, requests_for
from detente.records import Claim, Coded, Problem, Reply, Report, alike, digest

BESIDE = "llm+reader"
MOST_FAULTS = 40  # that are told to a model
MOST_PROBLEMS = 20  # of one report
APART = 10_000  # numbers of the acts of two requests are this far apart
REPAIR = """These parts of your answer do not hold:
{faults}
Answer with one JSON object of the same shape that has these acts and statements alone, mended, \
under the same numbers. Leave out what cannot be mended. Copy quotes letter for letter."""
WHOLE = """Your answer cannot be read: {faults}
Answer again, with one whole JSON object as asked for and nothing else."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A report that is asked about; ``own`` is what is told without the model."""

    page: Page
    own: Coded
    answers: tuple["Future[Checked]", ...]


class ModelReader:
    """Asks a model about reports. ``at_once`` requests are under way at most."""

    def __init__(
        self,
        choice: ModelChoice,
        rooms: tuple[Gazetteer, Codebook],
        store: ReplyFolder,
        asker: Asker | None = None,
        *,
        is_beside_reader: bool = False,
    ) -> None:
        """``rooms`` resolve who is meant; without an ``asker`` only kept replies are read."""
        self.choice = choice
        self.gazetteer, self.codebook = rooms
        self.store = store
        self.asker = asker
        self.is_beside_reader = is_beside_reader
        self.meter = Meter(choice)
        self._heard: deque[Reply] = deque()

    @property
    def at_once(self) -> int:
        """How many requests may be under way."""
        return max(1, self.choice.at_once)

    @property
    def name(self) -> str:
        """The model, and a digest of prompt and parameters: what stands on every claim."""
        coder = BESIDE if self.is_beside_reader else "llm"
        return f"{coder}-{self.choice.model}-{settings_of(self.choice)}"

    @property
    def run(self) -> str:
        """What the run says of its coder: model, version of the prompt, parameters."""
        parameters = " ".join(f"{k}={v:g}" for k, v in sorted(self.choice.parameters.items()))
        return f"{self.name} prompt={guidelines_digest()} {parameters}"

    def begin(self, page: Page, own: Coded) -> Pending:
        """Ask about a page, without waiting for the answers."""
        return Pending(
            page,
            own,
            tuple(self._pool.submit(self._answered, page, one) for one in requests_for(page)),
        )

    def finish(self, pending: Pending) -> Coded:
        """Wait for the answers, and put together what holds.

        Raises:
            BadReport: there is no answer that can be read, and no reading beside it.
            BadConfig: the model cannot be asked at all.
            ModelRefusal: it cannot be asked any more.
        """
        page, own = pending.page, pending.own
        try:
            checked = [future.result() for future in pending.answers]
        except Unanswered as err:
            if not self.is_beside_reader or (not own.statements and not own.claims):
                raise BadReport(own.report.key, "llm-unanswered", str(err)) from err
            told = _problem(own.report, "llm-unanswered", f"{err}; read without the model")
            return replace(own, problems=(*own.problems, told))
        except BaseException:
            self.close()
            raise
        whole = _joined(checked)
        builder = Builder(page=page, coder=self.name, why=f"llm {self.choice.model}")
        return self._told(page, own, whole, builder)

    def close(self) -> None:
        """Give up what is under way; what is answered is kept."""
        if "_pool" in self.__dict__:
            self._pool.shutdown(wait=False, cancel_futures=True)
        if self.asker is not None:
            self.asker.close()

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self.at_once, thread_name_prefix="model")

    @cached_property
    def _schema(self) -> dict[str, Any]:
        return answer_schema(self.codebook)

    def _told(self, page: Page, own: Coded, whole: Checked, builder: Builder) -> Coded:
        claims, statements = builder.claims(whole), builder.statements(whole)
        # the model itself doubts them, and our reader hears no act at their word
        doubtful = [one for one in claims if one.score <= DOUBTFUL]
        unheard = [one for one in doubtful if not page.is_heard(one.predicate.span)]
        claims = tuple(one for one in claims if one not in unheard)
        unasked = [one for one in page.sentences if not page.is_asked(one)]
        kept = {one.index for one in unasked}
        claims = (*claims, *(one for one in own.claims if one.sentence in kept))
        statements = (*statements, *(one for one in own.statements if one.sentence in kept))
        problems = [_problem(own.report, "llm-unfounded", str(one)) for one in whole.faults]
        n_more = len(problems) - MOST_PROBLEMS
        if n_more > 0:
            more = _problem(own.report, "llm-unfounded", f"{n_more} more parts do not hold")
            problems[MOST_PROBLEMS:] = [more]
        problems += [_problem(own.report, "llm-doubted", _doubted(one)) for one in unheard]
        if not claims:
            told = "no claim found: the model tells no act that holds"
            problems.append(_problem(own.report, "no-claims", told))
        return Coded(
            report=own.report,
            claims=tuple(sorted(claims, key=lambda one: one.predicate.span)),
            statements=tuple(sorted(statements, key=lambda one: one.citation.span)),
            problems=tuple(problems),
            remarks=own.remarks,
        )

    def _answered(self, page: Page, request: Request) -> Checked:
        """Ask once, and once more with the faults of the answer."""
        checker = Checker(page, self.gazetteer, self.codebook)
        text = self.reply_to(request, self._schema)
        first = checker.check(read_answer(text))
        if not first.faults:
            return first
        try:
            again = request.then(("assistant", text), ("user", _repair(first.faults, first)))
            mended = checker.check(read_answer(self.reply_to(again, self._schema)))
        except Unanswered:
            mended = Checked(is_whole=False)
        found = _mended(first, mended)
        if not found.is_whole and not found.acts and not found.statements:
            raise Unanswered("the model's answer is no JSON object with acts, twice")
        return found

    def reply_to(self, request: Request, schema: dict[str, Any] | None) -> str:
        """The kept reply to a request, or a new one, which is kept before it is read.

        Raises:
            Unanswered: there is none.
            ModelRefusal: the budget is spent.
        """
        asked = request.digest_for(self.choice.model, self.choice.parameters)
        kept = self.store.get(asked)
        if kept is not None:
            self.meter.count_kept()
            self._heard.append(kept)
            return kept.text
        if self.asker is None:
            raise Unanswered(f"no reply is kept for it ({asked}), and no --llm-url is given")
        promised = self.meter.promise(request)
        try:
            answer = self.asker.ask(request, schema)
        except BaseException:
            self.meter.release(promised)
            raise
        tokens_in = answer.tokens_in or tokens_of(request.n_characters)
        tokens_out = answer.tokens_out or tokens_of(len(answer.text))
        self.meter.settle(promised, tokens_in, tokens_out)
        reply = a_reply(asked, self.choice, answer)
        self.store.keep(reply)
        self._heard.append(reply)
        return answer.text

    def take_heard(self) -> list[Reply]:
        """The replies that were read since this was last asked."""
        heard = []
        while self._heard:
            heard.append(self._heard.popleft())
        return heard


def open_model(config: Config, gazetteer: Gazetteer, codebook: Codebook) -> ModelReader:
    """Set up the model that a configuration names.

    Raises:
        BadConfig: it names none, or its key is not there.
        MissingExtra: the openai client is not installed.
    """
    choice = config.model
    if choice is None:
        raise BadConfig(
            f"--coder {config.coder} asks a model: name it with --llm-model and --llm-url, or in a "
            "file with --llm-config"
        )
    return ModelReader(
        choice,
        (gazetteer, codebook),
        ReplyFolder(choice.replies),
        Endpoint(choice) if choice.url else None,
        is_beside_reader=config.coder == BESIDE,
    )


def settings_of(choice: ModelChoice) -> str:
    """Digest of the model, the version of the prompt and the parameters."""
    return digest("settings", choice.model, guidelines_digest(), _parameters(choice))


def a_reply(asked: str, choice: ModelChoice, answer: Asked) -> Reply:
    """An answer as it is kept."""
    return alike(
        Reply,
        answer,
        asked=asked,
        settings=settings_of(choice),
        model=choice.model,
        guidelines=guidelines_digest(),
        parameters=_parameters(choice),
    )


def _parameters(choice: ModelChoice) -> str:
    return json.dumps(choice.parameters, sort_keys=True)


def _repair(faults: Sequence[Fault], checked: Checked) -> str:
    told = "\n".join(f"- {fault}" for fault in faults[:MOST_FAULTS])
    unread = not checked.is_whole
    return WHOLE.format(faults=faults[0].detail) if unread else REPAIR.format(faults=told)


def _mended(first: Checked, again: Checked) -> Checked:
    """The first answer with what the second mends; the faults that are left.

    Of an answer that could not be read, whatever the second has counts.
    """
    if not first.is_whole and again.is_whole:
        return again
    faulty = {fault.at for fault in first.faults}
    mended = {act.n: act for act in again.acts if f"act {act.n}" in faulty}
    acts = {act.n: act for act in first.acts} | mended
    said = {one.said for one in first.statements}
    statements = [one for one in again.statements if one.said not in said]
    n_unsaid = sum(at.startswith("statement") for at in faulty) - len(statements)
    names = {f"act {number}" for number in mended}
    left = [
        *(one for one in first.faults if _is_left(one, names, n_unsaid)),
        *(one for one in again.faults if one.at in names or one.at not in faulty),
    ]
    return Checked(
        acts=tuple(acts.values()),
        statements=(*first.statements, *statements),
        faults=tuple(dict.fromkeys(left)),
        is_whole=first.is_whole,
    )


def _is_left(fault: Fault, mended: Container[str], n_unsaid: int) -> bool:
    return n_unsaid > 0 if fault.at.startswith("statement") else fault.at not in mended


def _joined(several: Sequence[Checked]) -> Checked:
    """The answers about the stretches of one report as one; numbers are kept apart."""
    if len(several) == 1:
        return several[0]
    acts = [
        replace(act, n=act.n + at * APART, same=act.same and act.same + at * APART)
        for at, checked in enumerate(several)
        for act in checked.acts
    ]
    return Checked(
        acts=tuple(acts),
        statements=tuple(one for checked in several for one in checked.statements),
        faults=tuple(fault for checked in several for fault in checked.faults),
    )


def _doubted(claim: Claim) -> str:
    words = claim.predicate.quote
    return f"{claim.type} {words!r} is left out: the model doubts it, our reader does not hear it"


def _problem(report: Report, kind: str, detail: str) -> Problem:
    return Problem(key=report.key, room="llm", kind=kind, detail=detail, is_warning=True)
