"""Token -> the actors it names. Bridges syntax (heads of phrases) and the links of actors/.

In:  one sentence and its links.   Out: for any token the links that its phrase carries.
Does not: decide who does what; it only says whom a phrase is about.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from detente.records import Link, MentionKind, Sentence

__all__ = ["Participants"]

MODIFIERS = frozenset({"poss", "compound", "amod", "nmod", "appos", "nummod"})
SPEAKERS = frozenset({"it", "he", "she", "they", "we", "i"})
OF_WHOM = (
    frozenset({"of", "from", "by", "for", "between", "among"}),
    frozenset({"in", "within", "inside"}),  # only where nothing says whose it is
)


class Participants:
    """The actors of one sentence by the tokens of their phrases."""

    def __init__(self, sentence: Sentence, links: Iterable[Link]) -> None:
        self.sentence = sentence
        self.links = tuple(link for link in links if link.mention.sentence == sentence.index)
        self._by_head: dict[int, list[Link]] = defaultdict(list)
        for link in self.links:
            self._by_head[link.mention.head].append(link)

    def at(self, index: int) -> tuple[Link, ...]:
        """Links whose phrase is headed by the token at ``index``; the widest phrase first."""
        found = self._by_head.get(index) or [
            link for link in self.links if self.sentence.tokens[index].span in link.mention.span
        ]
        return tuple(sorted(found, key=lambda link: -len(link.mention.span)))[:1]

    def of(self, index: int) -> tuple[Link, ...]:
        """Links that the phrase at ``index`` carries: its own, else its owner's or modifier's."""
        return self.at(index) or self._below(index) or self._speaker(index)

    def named(self, links: Iterable[Link]) -> tuple[Link, ...]:
        """The links with names for pronouns, where the same sentence names whom they stand for."""
        return _unique(self._name_for(link) for link in links)

    def owner_of(self, index: int) -> tuple[Link, ...]:
        """Links of whose thing it is at ``index``, whatever the thing itself is called."""
        return self._below(index)

    def of_all(self, indices: Sequence[int]) -> tuple[Link, ...]:
        """Links of several phrases, in order, each once."""
        return _unique(link for index in indices for link in self.of(index))

    def joined(self, index: int) -> tuple[Link, ...]:
        """Links of a phrase and of what is joined to it ("with Congo and Costa Rica")."""
        return _unique(self._with_conjuncts(index))

    def preposition_of(self, link: Link) -> str | None:
        """The preposition that governs a link's phrase; ``None`` without one."""
        tokens = self.sentence.tokens
        index = link.mention.head
        while tokens[index].dep == "conj":
            index = tokens[index].head
        governor = tokens[tokens[index].head]
        return governor.text.lower() if tokens[index].dep == "pobj" else None

    def within(self, index: int) -> tuple[Link, ...]:
        """All links anywhere in the subtree of a token, in text order."""
        below = self.sentence.subtrees[index]
        return tuple(link for link in self.links if link.mention.head in below)

    def _name_for(self, link: Link) -> Link:
        if link.mention.kind is not MentionKind.PRONOUN:
            return link
        names = [
            other
            for other in self.links
            if other.mention.kind is not MentionKind.PRONOUN and other.actors == link.actors
        ]
        before = [other for other in names if other.mention.head < link.mention.head]
        return (before[-1:] or names[:1] or [link])[0]

    def _speaker(self, index: int) -> tuple[Link, ...]:
        """Links of who says "it": "X said *it* was ready", where nothing else told who it is."""
        tokens = self.sentence.tokens
        token = tokens[index]
        if token.text.lower() not in SPEAKERS or token.dep not in {"nsubj", "nsubjpass"}:
            return ()
        verb = tokens[token.head]
        if verb.dep != "ccomp":
            return ()
        said = self.sentence.children[verb.head]
        subjects = (i for i in said if tokens[i].dep == "nsubj" and i != index)
        return next((found for found in map(self.at, subjects) if found), ())

    def _below(self, index: int) -> tuple[Link, ...]:
        tokens = self.sentence.tokens
        owners: list[Link] = []

        def behind(prepositions: frozenset[str]) -> tuple[Link, ...]:
            preps = (i for i in self.sentence.children[index] if tokens[i].dep == "prep")
            chosen = (i for i in preps if tokens[i].text.lower() in prepositions)
            pobjs = (pobj for prep in chosen for pobj in self.sentence.children[prep])
            return _unique(link for pobj in pobjs for link in self._with_conjuncts(pobj))

        for child in self.sentence.children[index]:
            if tokens[child].dep in MODIFIERS:
                owners.extend(self._with_conjuncts(child))
        if owners:
            return _unique(owners)
        return next((found for found in map(behind, OF_WHOM) if found), ())

    def _with_conjuncts(self, index: int) -> list[Link]:
        found = list(self.at(index) or self._below(index))
        for child in self.sentence.children[index]:
            if self.sentence.tokens[child].dep == "conj":
                found.extend(self._with_conjuncts(child))
        return found


def _unique(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple({link.mention.span: link for link in links}.values())
