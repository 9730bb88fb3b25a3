"""The reader as a coder: a whole report's acts, with sides and calibrated scores.

In:  a report's setting.     Out: ``Coding``s in text order, those whose score is high enough.
Does not: build claims (claims.py does), or read pairs, statuses and types of one's own, which it
leaves to rules and claim model.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, cached_property
from math import exp, log

from detente.events.coder import RuleCoder
from detente.events.coding import Coding
from detente.events.judge import Judge
from detente.events.own import OwnHeads
from detente.events.reader.decide import Decided, Side, decide, versions
from detente.events.reader.deciders import NAMES, OnnxDeciders, load_deciders
from detente.events.reader.encoder import GRAPHS, Encoder, load_encoder
from detente.events.reader.features import Heard
from detente.events.reader.folders import SPOKEN, digest_of, read_graphs
from detente.events.reader.grammar import as_grammar_has_it
from detente.events.reader.repeats import Once, once
from detente.events.reader.scene import Scene, scene_of
from detente.events.reader.sectors import Sectors, load_sectors
from detente.events.reader.topics import ContextHead, load_contexts
from detente.events.reader.window import windows
from detente.events.setting import Setting
from detente.records import Link, Sentence, Status

MODE_FROM, MODE_FROM_UNSEEN = 3.3, 1.35  # what odds and logit of a mode are held against
MOST_ODDS = 9.0
BACKGROUND_FROM = 0.9  # of right claims of ``decide.txt`` 90 % are marked so, a third of all such


class ReaderCoder:
    """Proposes widely, decides jointly. ``min_score`` is the share of right acts asked of each."""

    def __init__(self, own: OwnHeads, min_score: float) -> None:
        self.rules = RuleCoder()
        self.judge = Judge(own)
        self.min_score = min_score

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder that the package carries for news, loaded when first asked."""
        return load_encoder()

    @cached_property
    def deciders(self) -> OnnxDeciders:
        """The deciders that the package carries for news."""
        return load_deciders()

    @cached_property
    def sectors(self) -> Sectors:
        """The table of sectors that the package carries."""
        return load_sectors()

    @cached_property
    def contexts(self) -> ContextHead:
        """The head of contexts that the package carries."""
        return load_contexts()

    @property
    def version(self) -> str:
        """The digests of encoders, deciders, sectors, contexts, rules and claim model."""
        parts = (self.deciders, self.sectors, self.contexts)
        digests = (self.encoder.digest, *_spoken_digests(), *(part.digest for part in parts))
        reader = "-".join(("reader", *digests))
        return f"{reader}+{self.rules.version}+{self.judge.version}"

    def code_report(self, setting: Setting) -> tuple[Coding, ...]:
        """Find the acts of a report, in text order."""
        scene, heard, deciders = self._looked_at(setting)
        decided = map(as_grammar_has_it, decide(scene, heard, deciders))
        told = [one for one in decided if self._is_told(one)]
        codings = [self._coding(one) for one in once(told, deciders)]
        own = self._own_acts(setting)
        told_so = {(one.sentence, one.predicate) for one in own}
        codings = [one for one in codings if (one.sentence, one.predicate) not in told_so]
        return tuple(sorted([*codings, *own], key=lambda one: (one.sentence, one.predicate)))

    def proposals(self, setting: Setting) -> tuple[Coding, ...]:
        """Give every version of every act that is weighed, without mode and contexts."""
        weighed = versions(*self._looked_at(setting))
        return tuple(_bare(one) for of_word in weighed for one in of_word)

    def _looked_at(self, setting: Setting) -> tuple[Scene, dict[int, list[Heard]], OnnxDeciders]:
        """The report's scene, what is heard in it, and who decides."""
        scene = scene_of(setting, self.rules)
        encoder, deciders = self.encoder, self.deciders
        if scene.is_spoken:
            encoder, deciders = load_encoder(is_spoken=True), load_deciders(is_spoken=True)
        return scene, encoder.hear(windows(scene)), deciders

    def code_pair(
        self, sentence: Sentence, actor: Sequence[Link], recipient: Sequence[Link]
    ) -> Coding | None:
        """Say what ``actor`` does to ``recipient``, by rules and claim model."""
        by_rule = self.rules.code_pair(sentence, actor, recipient)
        return self.judge.code_pair(sentence, actor, recipient, by_rule)

    def read_status(self, sentence: Sentence, predicate: int) -> Status:
        """Read the status of what a word names, by syntax and cue words."""
        return self.rules.read_status(sentence, predicate)

    def _own_acts(self, setting: Setting) -> list[Coding]:
        """Find acts of the user's own types."""
        found: list[Coding] = []
        for sentence in setting.sentences if self.judge.own.heads else ():
            links = setting.links_in(sentence)
            told = self.rules.code(sentence, links)
            found += self.judge.own_acts(sentence, links, told)
        return found

    def _is_told(self, one: Decided) -> bool:
        """Whether an act names somebody and is likely enough; what a question asks is not told."""
        is_asked = not one.proposal.sentence.tells and one.status is not Status.ACTUAL
        named = bool(one.actors or one.recipients)
        return one.score >= self.min_score and named and not is_asked

    def _coding(self, told: Once) -> Coding:
        first, names = told.first, self.encoder.modes
        alike = (told.act, *(one for one in told.beside if one.type == told.act.type))
        return replace(
            _bare(_outermost(self.sectors.having(told.act))),
            mode=next((mode for one in alike if (mode := _mode(one, names))), None),
            contexts=self.contexts.shares(told.act.proposal.heard),
            repeats=(first.proposal.sentence.index, first.proposal.word) if first else None,
        )


@cache
def _spoken_digests() -> tuple[str, ...]:
    """Of encoder and deciders for what is spoken, which most runs need not load."""
    return tuple(digest_of(read_graphs(SPOKEN, names)) for names in (GRAPHS, NAMES))


def _outermost(one: Decided) -> Decided:
    """Leave out a side named within the words of another of its country: "*NATO* troops"."""

    def is_within(side: Side, other: Side) -> bool:
        inner, outer = side.link.mention.span, other.link.mention.span
        whose, whom = _countries_of([side.link]), _countries_of([other.link])
        return inner != outer and inner in outer and whose <= whom

    def kept(sides: Sequence[Side]) -> tuple[Side, ...]:
        return tuple(one for one in sides if not any(is_within(one, other) for other in sides))

    return replace(one, actors=kept(one.actors), recipients=kept(one.recipients))


def _countries_of(links: Sequence[Link]) -> set[str | None]:
    return {actor.country for link in links for actor in link.actors}


def _bare(one: Decided) -> Coding:
    return Coding(
        sentence=one.proposal.sentence.index,
        predicate=one.proposal.word,
        type=one.type,
        mode=None,
        status=one.status,
        agents=tuple(side.link for side in one.actors),
        recipients=tuple(side.link for side in one.recipients),
        score=one.score,
        why=_why(one),
        is_background=one.proposal.heard.background >= BACKGROUND_FROM,
    )


def _mode(one: Decided, names: Sequence[str]) -> str | None:
    """The likeliest mode of the act's type, if the words surely give one.

    How sure is a logistic regression on 3,276 acts of ``decide.txt``, which the encoder has not
    seen: the mode's log odds among its type's, its logit, and whether the rules see the act and no
    mode. On other acts of it F1 is .85; of the rules' mode, and the likeliest elsewhere, .76.
    """
    logits = {
        name.partition("/")[2]: logit
        for name, logit in zip(names, one.proposal.heard.modes, strict=True)
        if name.startswith(f"{one.type}/")
    }
    best = max(logits, key=lambda name: logits[name], default=None)
    if best is None:
        return None
    others = sum(exp(logit - logits[best]) for name, logit in logits.items() if name != best)
    odds = min(-log(others), MOST_ODDS) if others else MOST_ODDS
    rule = one.proposal.rule
    act = rule.act if rule is not None and rule.act.type == one.type else None
    is_unseen = act is not None and act.mode is None
    if 0.6 * odds + 0.3 * logits[best] > MODE_FROM + (MODE_FROM_UNSEEN if is_unseen else 0):
        return best
    return act.mode if act and act.type == "ASSAULT" else None  # rules are right on weapons


def _why(one: Decided) -> str:
    heard, rule = one.proposal.heard, one.proposal.rule
    share = heard.types[heard.likeliest]
    sides = ", ".join(
        f"{side.link.actors[0].code} {name} {side.share:.2f}"
        for name, given in (("acts", one.actors), ("is acted on", one.recipients))
        for side in given
    )
    said = f"; {rule.act.why}" if rule else ""
    return f"heard {one.type} {share:.2f}; {sides}{said}"
