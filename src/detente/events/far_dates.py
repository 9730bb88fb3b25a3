"""A date phrase -> the acts of other clauses that it dates as well.

In:  a date mention and a parsed sentence.   Out: whether it reaches an act.
Does not: reach into what somebody says, or past another act's own date (setting.py sees to that).
"""

from dataclasses import dataclass
from itertools import takewhile

from detente.events.syntax import Clauses
from detente.records import DateMention, Granularity, Token

__all__ = ["FarDates"]

_MAX_CLIMB = 12
_PHASES = frozenset({"after", "until", "when"})  # "in March they broke, after X had shelled Y"
_BROAD = frozenset({Granularity.MONTH, Granularity.QUARTER, Granularity.SEASON})
_MEETINGS = frozenset({
    "call", "ceremony", "conference", "conversation", "meeting", "negotiation", "session",
    "summit", "talk", "visit",
})  # fmt: skip
_OPENERS = frozenset({"cc", "prep", "punct", "det", "advmod", "amod", "compound", "nummod"})


@dataclass(frozen=True)
class FarDates:
    """The clauses of a sentence, asked which dates reach across them."""

    clauses: Clauses

    def reaches(self, date: DateMention, act: int) -> bool:
        """Whether ``date`` dates the act of another clause.

        "On Oct. 7, *when* gunmen stormed"; "In April one side *raised* duties; the other
        *halted* imports"; "broke with it in March 2008 *after* jets had bombed a camp".
        """
        verb = self._verb_of(act)
        dated = self._verb_of(date.head)
        if self._is_when(date, verb) or self._is_astray(date, verb, dated):
            return True
        if self._is_opening(date, verb, dated) or self._is_at_once(verb, dated):
            return True
        if not self._is_past(verb) or dated == verb:
            return False
        if self._is_fronted(date) and {dated, verb} <= self._main_verbs():
            return True
        if self._goes_on(date, verb, dated) or self._is_spelt_out(date, verb, dated):
            return True
        return date.date.granularity in _BROAD and self._is_phase(verb, dated)

    # Private functions

    def _verb_of(self, index: int) -> int:
        return self.clauses.clause_of(index)

    def _is_past(self, verb: int) -> bool:
        """Whether a verb tells what happened then: "shelled", "had shelled", not "has shelled"."""
        helping = self.clauses.below(verb, "aux", "auxpass")
        finite = helping[0] if helping else verb
        return self.clauses.token(finite).tag == "VBD"

    def _is_when(self, date: DateMention, verb: int) -> bool:
        """Whether the act is in the clause that "when" hangs on the date."""
        sentence = self.clauses.sentence
        behind = [token for token in sentence.tokens if token.span.start >= date.span.end][:2]
        when = next((token for token in behind if token.lemma == "when"), None)
        if when is None or (when is not behind[0] and behind[0].text != ","):
            return False
        top = self.clauses.token(self._verb_of(when.head))
        return verb == top.index or top.index in self._joined_to(verb)

    def _is_astray(self, date: DateMention, verb: int, dated: int) -> bool:
        """Whether the parser hung what was said to be then on the saying.

        "The ministers *met*, on Sunday, the ministry in Veld *said*."
        """
        said, saying = self.clauses.token(verb), self.clauses.token(dated)
        speakers = self.clauses.below(dated, "nsubj")
        if said.dep != "ccomp" or said.head != dated or not verb < dated or not speakers:
            return False
        first = self.clauses.token(min(self.clauses.sentence.subtrees[speakers[-1]]))
        return date.span.end <= min(first.span.start, saying.span.start)

    def _is_opening(self, date: DateMention, verb: int, dated: int) -> bool:
        """Whether a meeting that a sentence opens with is where the act is done.

        "*Meeting* on Tuesday, they agreed"; "After *talks* in Veld on Monday, they agreed".
        """
        if not self._is_led_in(date, verb):
            return False
        opening = self.clauses.token(dated)
        if dated != verb:
            is_participle = opening.dep == "advcl" and opening.tag == "VBG"
            return is_participle and opening.head == verb
        above = self.clauses.token(self.clauses.token(date.head).head)
        noun = self.clauses.token(above.head) if above.pos == "ADP" else above
        return date.date.granularity is Granularity.DAY and noun.lemma in _MEETINGS

    def _is_led_in(self, date: DateMention, verb: int) -> bool:
        """Whether a date stands before the subject of the verb."""
        subjects = self.clauses.below(verb, "nsubj", "nsubjpass")
        return bool(subjects) and date.head < subjects[0]

    def _is_at_once(self, verb: int, dated: int) -> bool:
        """Whether "when" ties the dated clause to the act: "will sign *when* they meet in May"."""
        when = [self.clauses.token(i) for i in self.clauses.below(dated, "advmod", "mark")]
        token = self.clauses.token(dated)
        is_when = any(mark.lemma == "when" for mark in when)
        return token.dep == "advcl" and token.head == verb and is_when

    def _goes_on(self, date: DateMention, verb: int, dated: int) -> bool:
        """Whether "and" joins what somebody else did then: "X struck on Friday, *and Y fell*"."""
        act, first = self.clauses.token(verb), self.clauses.token(dated)
        joining = self.clauses.below(dated, "cc")
        is_and = bool(joining) and self.clauses.token(joining[0]).text == "and"
        is_joined = act.dep == "conj" and act.head == dated and is_and
        is_day = date.date.granularity is Granularity.DAY
        return is_joined and is_day and act.tag == first.tag == "VBD"

    def _is_spelt_out(self, date: DateMention, verb: int, dated: int) -> bool:
        """Whether a colon opens what happened then: "they swapped men on Friday: *X freed* ten"."""
        between = self.clauses.sentence.tokens[date.head : verb]
        is_opened = any(token.text == ":" for token in between)
        return is_opened and self.clauses.token(dated).tag == self.clauses.token(verb).tag == "VBD"

    def _joined_to(self, verb: int) -> list[int]:
        """Climb from a verb to those it is joined to: "stormed and *took*", "..., *killing*"."""
        chain, current = list[int](), self.clauses.token(verb)
        for _ in range(_MAX_CLIMB):
            is_participle = current.dep == "advcl" and current.tag == "VBG"
            if not (current.dep == "conj" or is_participle) or current.head == current.index:
                break
            current = self.clauses.token(current.head)
            chain.append(current.index)
        return chain

    def _is_fronted(self, date: DateMention) -> bool:
        """Whether the phrase opens the sentence: "In April", "A day earlier"."""
        tokens = self.clauses.sentence.tokens
        before = takewhile(lambda token: token.span.start < date.span.start, tokens)
        return all(token.dep in _OPENERS for token in before)

    def _main_verbs(self) -> set[int]:
        """Verbs that carry the sentence: the root, what is joined to it, what "; " sets beside."""
        return {token.index for token in self.clauses.sentence.tokens if self._is_main(token)}

    def _is_main(self, token: Token) -> bool:
        if not self.clauses.is_verb(token.index):
            return False
        for _ in range(_MAX_CLIMB):
            head = self.clauses.token(token.head)
            if head.index == token.index:
                return True
            if not self.clauses.is_verb(head.index) or not self._is_beside(token, head):
                return False
            token = head
        return False

    def _is_beside(self, token: Token, head: Token) -> bool:
        if token.dep == "conj":
            return True
        first, last = sorted((token.index, head.index))
        between = self.clauses.sentence.tokens[first:last]
        is_set_apart = any(one.text == ";" for one in between)
        return token.dep in {"ccomp", "parataxis"} and is_set_apart

    def _is_phase(self, verb: int, dated: int) -> bool:
        """Whether "after" or "until" hangs the act's clause on the dated verb."""
        token = self.clauses.token(verb)
        marks = [self.clauses.token(i) for i in self.clauses.below(verb, "mark", "advmod")]
        is_phased = any(mark.lemma in _PHASES for mark in marks)
        return token.dep == "advcl" and is_phased and token.head == dated
