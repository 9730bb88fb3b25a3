"""Who a side is at home where no name tells it: police or soldiers, suspects or citizens.

In:  a decided act.     Out: the same act, its sides with their likeliest sectors.
Does not: touch a person or body that the gazetteer knows by name.

Weights, a column for each sector: a row for each cue (a word of the mention, the act's type and
word, what the linker made of the words, its country, who stands on the other side, who else of its
country is in the report), and one for each number of
the vectors in which the encoder sees the mention and the act's word: a multinomial logistic
regression that training/reader/sectors.py fits to corpus/real.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from importlib.resources.abc import Traversable
from io import BytesIO

import numpy as np

from detente.codebook import NOT_STATES, SECOND
from detente.events.reader.decide import ACTS, SUFFERS, UNSAID, Decided, Side
from detente.events.reader.features import View
from detente.events.reader.folders import READER
from detente.events.reader.scene import Scene
from detente.records import Actor, Link, MentionKind

STATE = "GOV"  # what a bare country acts as
UNNAMED = {  # what somebody whom no words name is called
    "UAF": "unknown attackers",
    "COP": "police",
    "MIL": "soldiers",
    "JUD": "a court",
    "CVL": "people",
    "GOV": "authorities",
    "REB": "rebels",
    "CRM": "suspects",
    "LEG": "parliament",
}
NOBODY_SAID = "unnamed"
DESCRIBING = ("amod", "compound", "appos", "nmod", "poss", "attr", "relcl", "acl")
DESCRIBED = ("appos", "attr", "compound")

Across = tuple[str | None, str]  # country and sector of somebody on the other side


@dataclass(frozen=True, slots=True, kw_only=True)
class Sided:
    """A side of an act: its link (``None`` where no words name it) and who is across.

    ``seen`` and ``seen_word`` are the vectors of the mention and the act's word; ``None`` where the
    encoder does not see them.
    """

    sentence: int
    word: int
    type: str
    role: int
    link: Link | None
    country: str | None
    across: Sequence[Across]
    seen: View | None = None
    seen_word: View | None = None


def cues(scene: Scene, asked: Sided) -> Iterator[str]:
    """Yield what may tell a side's sector, each cue once or more."""
    tokens = scene.sentences[asked.sentence].tokens
    where = f"{asked.type} {asked.role}"
    given = kind = NOBODY_SAID
    if asked.link:
        given, kind = _given(asked.link.actors[0], "nobody"), asked.link.mention.kind.value
    told = f"{given} {kind}"
    is_own = asked.country is not None and asked.country in {one for one, _ in asked.across}
    yield from ("any", f"given {given}", f"given {told}", f"act {where}", f"given {told} {where}")
    yield from (f"given {given} {asked.role}", f"given {given} {where}", f"kind {kind} {where}")
    yield from (f"own {is_own} {where}", f"own {is_own} {given} {where}")
    yield from (f"in {asked.country} {one}" for one in (given, asked.role, f"{given} {where}"))
    verb = tokens[asked.word].lemma.lower()
    yield from (f"verb {verb} {asked.role} {one}" for one in ("any", given, kind))
    for other in sorted({sector for _, sector in asked.across}) or ["nobody"]:
        yield from (f"across {other} {where}", f"across {other} {given} {where}")
    for other in sorted(_beside(scene, asked)) or ["nobody"]:
        yield from (f"beside {other} {given}", f"beside {other} {where}")
    if asked.link is None:
        nearby = (one for one in tokens if one.pos in {"NOUN", "VERB"})
        yield from (f"near {one.lemma.lower()} {asked.role}" for one in nearby)
        return
    for word in _words(scene, asked.link):
        yield from (word, f"{word} {given}")


def _beside(scene: Scene, asked: Sided) -> set[str]:
    """The sectors of its country that other words of the report tell."""
    own = asked.link.mention if asked.link else None
    return {
        sector for mention, sector in scene.sectors.get(asked.country or "", ()) if mention != own
    }


def across(link: Link | None, country: str | None) -> Iterator[Across]:
    """Yield country and sector of who stands on the other side; ``None`` where no words name it."""
    if link is None:
        yield country, NOBODY_SAID
        return
    for actor in link.actors:
        yield actor.country, _given(actor, STATE)


VIEWS = ("mention", "actor", "recipient")  # the mention's; the act's word's, by the side's role


def views(asked: Sided) -> tuple[View | None, View | None, View | None]:
    """The vectors that tell a side's sector, in the order of ``VIEWS``."""
    word = asked.seen_word
    return asked.seen, word if asked.role == ACTS else None, word if asked.role == SUFFERS else None


class Sectors:
    """Weights by cue and sector, and by number of each vector and a last row; their digest."""

    def __init__(self, written: bytes) -> None:
        with np.load(BytesIO(written), allow_pickle=False) as table:
            self._rows = {str(cue): n for n, cue in enumerate(table["cues"])}
            self._sectors = [str(one) for one in table["sectors"]]
            self._weights = table["weights"].astype(np.float32)
            self._views = [table[name].astype(np.float32) for name in VIEWS]
        self.digest = sha256(written).hexdigest()[:12]

    def likeliest(self, told: Iterable[str], seen: Iterable[View | None]) -> str:
        """The likeliest sector given cues and vectors; cues that nobody taught tell nothing."""
        rows = sorted({self._rows[cue] for cue in told if cue in self._rows})
        sums = self._weights[rows].sum(axis=0)
        for weights, view in zip(self._views, seen, strict=True):
            if view is not None:
                sums = sums + view @ weights[:-1] + weights[-1]
        return self._sectors[int(np.argmax(sums))]

    def having(self, one: Decided) -> Decided:
        """The act with the likeliest sector of each side whom no name tells.

        A state's name tells none: who bombs is its army.
        """
        actors, recipients = (
            tuple(self._sided(one, side, role) for side in sides)
            for role, sides in ((ACTS, one.actors), (SUFFERS, one.recipients))
        )
        return replace(one, actors=actors, recipients=recipients)

    def _sided(self, one: Decided, side: Side, role: int) -> Side:
        link, actor = side.link, side.link.actors[0]
        is_settled = link.mention.kind is MentionKind.GROUP or _is_known(actor)
        if is_settled or len(link.actors) > 1 or actor.country in NOT_STATES:
            return side
        others = one.recipients if role == ACTS else one.actors
        said, heard = _said(side), one.proposal.heard
        asked = Sided(
            sentence=one.proposal.sentence.index,
            word=one.proposal.word,
            type=one.type,
            role=role,
            link=said,
            country=actor.country,
            across=[told for side in others for told in across(_said(side), _country(side))],
            seen=heard.mentions.get(one.proposal.scene.index_of(link.mention)),
            seen_word=heard.vector,
        )
        sector = self.likeliest(cues(one.proposal.scene, asked), views(asked))
        if sector == "PTY" and _are_sides(one, link):
            return side
        name = actor.name if said else UNNAMED.get(sector, actor.name)
        return replace(side, link=replace(link, actors=(replace(actor, sector=sector, name=name),)))


@lru_cache(maxsize=1)
def load_sectors() -> Sectors:
    """Load the table that the package carries."""
    return read_sectors(READER)


def read_sectors(folder: Traversable) -> Sectors:
    """Read the table of a folder."""
    return Sectors((folder / "sectors.npz").read_bytes())


def _is_known(actor: Actor) -> bool:
    """Whether a person or body is known by name, with more than a second sector.

    What the words beside a state's name tell ("Norland's raid") is no more than a cue.
    """
    is_one = actor.id is not None and actor.id != actor.country
    return is_one and actor.sector is not None and actor.sector not in SECOND


def _are_sides(one: Decided, link: Link) -> bool:
    """Whether "parties" are those to a dispute: the linker gives political ones their sector."""
    head = one.proposal.scene.sentences[link.mention.sentence].tokens[link.mention.head]
    return head.lemma == "party" and link.actors[0].sector is None


def _said(side: Side) -> Link | None:
    return None if side.link.reason == UNSAID else side.link


def _country(side: Side) -> str | None:
    return side.link.actors[0].country


def _given(actor: Actor, nobody: str) -> str:
    """The sector that the linker gave; another word for a bare state and for nobody's people."""
    return actor.sector or ("bare" if actor.country else nobody)


def _words(scene: Scene, link: Link) -> Iterator[str]:
    """The words of a mention and those that describe it, with what they are to its head."""
    mention = link.mention
    tokens = scene.sentences[mention.sentence].tokens
    head = tokens[mention.head]
    yield f"head {head.lemma.lower()}"
    for token in tokens:
        lemma = token.lemma.lower()
        if token.index != mention.head and token.span.start in mention.span:
            yield f"within {lemma}"
        elif token.head == mention.head and token.dep in DESCRIBING:
            yield f"{token.dep} {lemma}"
    if head.dep in DESCRIBED:
        yield f"of {head.dep} {tokens[head.head].lemma.lower()}"
