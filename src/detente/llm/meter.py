"""What asking a model costs: told before, counted on the way, bounded.

In:  tokens and prices.   Out: sums, and a refusal once the budget is spent.
Does not: know today's prices of any model; a person names them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from detente.config import ModelChoice
from detente.errors import ModelRefusal
from detente.llm.request import Request, guidelines
from detente.records import Report
from detente.relations.wording import count_words

CHARACTERS_A_TOKEN = 3.5  # of English news and JSON with most tokenizers; a bound, not a promise
ANSWER_SHARE = 0.35  # tokens of an answer for each token of the report's own part of the request
MILLION = 1_000_000
MENTIONS = 1.75  # a report with its mentions, against the report alone; 1.73 on the seed
LONG = 12_000  # characters of 80 sentences


@dataclass(frozen=True, slots=True)
class Estimate:
    """About how much requests need. ``money`` is ``None`` where no price is given."""

    n_requests: int
    tokens_in: int
    tokens_out: int
    money: float | None

    def __str__(self) -> str:
        price = f", about {self.money:,.2f} at the given price" if self.money is not None else ""
        return (
            f"{self.n_requests:,} requests, about {self.tokens_in:,} tokens to read and "
            f"{self.tokens_out:,} to write{price}"
        )


def estimate_reports(reports: Sequence[Report], choice: ModelChoice) -> Estimate:
    """Estimate what reports need before they are read: a request each, more for long ones."""
    before = tokens_of(len(guidelines()))
    n, tokens_in, tokens_out = 0, 0, 0
    for report in reports:
        own = tokens_of(int(MENTIONS * len(report.text)))
        parts = 1 + len(report.text) // LONG
        n += parts
        tokens_in += parts * before + own
        tokens_out += int(ANSWER_SHARE * own) + 50 * parts
    return Estimate(n, tokens_in, tokens_out, _money(tokens_in, tokens_out, choice))


def tokens_of(n_characters: int) -> int:
    """About how many tokens a text has."""
    return int(n_characters / CHARACTERS_A_TOKEN) + 1


@dataclass(slots=True)
class Meter:
    """Counts what a run has used, and refuses to go past the budget. Shared among threads.

    ``n_kept`` counts replies that were there already and cost nothing.
    """

    choice: ModelChoice
    n_asked: int = 0
    n_kept: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    _promised: float = 0.0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def promise(self, request: Request) -> float:
        """Set aside what a request may cost; give it back with ``settle``.

        Raises:
            ModelRefusal: the budget would not hold.
        """
        asked, longest = tokens_of(request.n_characters), self.choice.max_tokens
        likely = int(ANSWER_SHARE * tokens_of(len(request.messages[-1][1]))) + 50
        usual = self._cost(asked, min(longest, likely))
        may_cost = min(self._cost(asked, longest), 2 * usual)
        budget = self.choice.budget
        with self._lock:
            if budget is not None and self.spent + self._promised + may_cost > budget:
                raise ModelRefusal(
                    f"the budget of {budget:,.2f} would not hold after {self}; what is answered is "
                    "kept: raise --llm-budget and call it again to go on"
                )
            self._promised += may_cost
        return may_cost

    def settle(self, promised: float, tokens_in: int, tokens_out: int) -> None:
        """Count what a request did cost in the place of what was set aside."""
        with self._lock:
            self._promised -= promised
            self.n_asked += 1
            self.tokens_in += tokens_in
            self.tokens_out += tokens_out

    def release(self, promised: float) -> None:
        """Give back what was set aside for a request that has failed."""
        with self._lock:
            self._promised -= promised

    def count_kept(self) -> None:
        """Count a reply that was there."""
        with self._lock:
            self.n_kept += 1

    @property
    def spent(self) -> float:
        """In the money of the price, or in tokens without one."""
        return self._cost(self.tokens_in, self.tokens_out)

    def __str__(self) -> str:
        told = [count_words(self.n_asked, "request")]
        told.append(count_words(self.tokens_in + self.tokens_out, "token"))
        if self.n_kept:
            told.append(f"{self.n_kept:,} {'reply' if self.n_kept == 1 else 'replies'} from before")
        money = _money(self.tokens_in, self.tokens_out, self.choice)
        return ", ".join(told) + (f", {money:,.2f} spent" if money is not None else "")

    def _cost(self, tokens_in: int, tokens_out: int) -> float:
        money = _money(tokens_in, tokens_out, self.choice)
        return tokens_in + tokens_out if money is None else money


def _money(tokens_in: int, tokens_out: int, choice: ModelChoice) -> float | None:
    if choice.price_in is None and choice.price_out is None:
        return None
    cost = tokens_in * (choice.price_in or 0.0) + tokens_out * (choice.price_out or 0.0)
    return cost / MILLION
