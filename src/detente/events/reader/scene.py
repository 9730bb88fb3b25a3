"""All that the reader looks at: a report's sentences, links, places, speech and what rules see.

In:  what the rooms before have found.     Out: a ``Scene``, the same for training and for coding.
Does not: judge.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from detente.events.coder import Act, RuleCoder
from detente.events.coding import Coding
from detente.events.setting import Setting
from detente.events.sides import Participants
from detente.events.status import read_status
from detente.language.clauses import HARMS, Clauses
from detente.language.months import MONTHS
from detente.language.names import KINDS_OF_PLACES
from detente.language.tree import FIRST_PERSON
from detente.records import (
    Actor,
    Link,
    Mention,
    MentionKind,
    PlaceMention,
    Sentence,
    Span,
    Speech,
    Status,
    Token,
)

_CLOSED = frozenset({"ADP", "CCONJ", "DET", "PART", "PRON", "PUNCT", "SCONJ"})  # word classes
_OWN = frozenset({"we", "We", "our", "Our", "I"})
_PERSONS = frozenset({
    "i", "we", "you", "he", "she", "they", "me", "us", "him", "her", "them",
    "my", "our", "your", "his", "their",
})  # fmt: skip
_VOICE = _PERSONS & FIRST_PERSON
_OFFICES = frozenset({"GOV", "LEG", "MIL"})
_TEXTS = frozenset({
    "address", "briefing", "communique", "communiqu\u00e9", "conference", "doorstep", "interview",
    "message", "readout", "remarks", "speech", "statement", "statements", "transcript",
})  # fmt: skip
GUESSED_WEIGHT = 0.3  # of a country that was guessed, beside one that was told
_QUANTITIES = frozenset({"dozen", "handful", "lot", "number", "pair", "series", "spate", "string"})
_GROUNDS = frozenset({"FAC", "GPE", "LOC"})
_HAZARDS = frozenset({
    "boiler", "chemical", "coal", "factory", "firework", "fireworks", "fuel", "gas",
    "gasoline", "leak", "methane", "mill", "mining", "oil", "ore", "petrol", "pipeline", "plant",
    "propane", "refinery", "smelter", "tanker", "transformer",
})  # fmt: skip
_ARMED = frozenset({  # with any of them an explosion may be somebody's deed
    "airstrike", "army", "artillery", "assassination", "attack", "attacker", "blame", "bomb",
    "bomber", "bombing", "device", "drone", "fighter", "grenade", "gunman", "ied", "insurgent",
    "islamist", "landmine", "militant", "military", "militia", "missile", "mortar", "rebel",
    "responsibility", "rocket", "sabotage", "separatist", "shell", "shelling", "soldier", "strike",
    "suicide", "terror", "terrorism", "terrorist", "troop", "war", "weapon",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class RuleAct:
    """What the rules see at a word: the act, its status, and what they tell of it."""

    act: Act
    status: Status
    coding: Coding | None


@dataclass(frozen=True)
class Scene:
    """One report as the reader sees it. ``rules`` are keyed by sentence and token index."""

    text: str
    sentences: Sequence[Sentence]
    links: Sequence[Link]
    places: Sequence[PlaceMention]
    speeches: Sequence[Speech]
    rules: Mapping[tuple[int, int], RuleAct]

    @cached_property
    def links_by_sentence(self) -> Mapping[int, tuple[int, ...]]:
        """Indices of links by the sentence in which they stand."""
        found: dict[int, list[int]] = defaultdict(list)
        for index, link in enumerate(self.links):
            found[link.mention.sentence].append(index)
        return {sentence: tuple(indices) for sentence, indices in found.items()}

    def index_of(self, mention: Mention) -> int:
        """The index of the link of a mention; -1 for one that no link is of."""
        return next((n for n, one in enumerate(self.links) if one.mention is mention), -1)

    def names_no_act(self, sentence: Sentence, word: int) -> bool:
        """Tell an "and", a day, part of a linked person's name, what heads a text, and accidents.

        "Scott *Bessent* held talks"; "*Remarks* by Secretary X on Norland"; "a vote on *March* 3";
        "a gas *explosion* killed two"; "a town *held* by rebels".
        """
        token = sentence.tokens[word]
        if _is_measure(sentence, token) or _is_ground_held(sentence, token):
            return True
        if self._is_accident(sentence, word):
            return True
        head = sentence.tokens[token.head] if token.dep == "compound" else token
        is_heading = head.dep == "ROOT" and (head.pos in {"NOUN", "PROPN"} or word == 0)
        if token.pos in _CLOSED or (is_heading and head.text.lower() in _TEXTS):
            return True
        below = [sentence.tokens[index] for index in sentence.children[word]]
        if token.lemma == "thank" and [one.text for one in below if one.dep == "dobj"] == ["you"]:
            return not any(one.dep in {"aux", "nsubj"} for one in below)  # "Thank you for coming"
        links = (self.links[n] for n in self.links_by_sentence.get(sentence.index, ()))
        return (token.entity, token.pos) == ("PERSON", "PROPN") and any(
            token.span in one.mention.span and one.mention.kind is MentionKind.NAME for one in links
        )

    def _is_accident(self, sentence: Sentence, word: int) -> bool:
        """Whether a word tells a gas explosion or the like, or its harm; none where one attacks."""
        tokens, subtrees = sentence.tokens, sentence.subtrees
        if not (_is_burst(tokens[word]) or tokens[word].lemma in HARMS):
            return False
        for burst in filter(_is_burst, tokens):
            if burst.index in subtrees[word] or word in subtrees[burst.index]:
                told = _exploding(sentence, burst)
                if "accidental" in told or (told & _HAZARDS and not self._has_attackers):
                    return True
        return False

    @cached_property
    def _has_attackers(self) -> bool:
        """Whether any word of the report is one of attacks by hand or arms."""
        return any(one.lemma in _ARMED for sentence in self.sentences for one in sentence.tokens)

    @cached_property
    def places_by_sentence(self) -> Mapping[int, Sequence[PlaceMention]]:
        """The places told in each sentence."""
        found: dict[int, list[PlaceMention]] = defaultdict(list)
        for one in self.places:
            found[one.sentence].append(one)
        return found

    @cached_property
    def is_spoken(self) -> bool:
        """Whether it is a transcript, or tells of "us" outside all quotes, as statements do."""
        said = [span for one in self.speeches for span in one.content]
        return any(
            sentence.is_label
            or (token.text in _OWN and not any(token.span in span for span in said))
            for sentence in self.sentences
            for token in sentence.tokens
        )

    def may_tell(self, sentence: Sentence) -> bool:
        """Whether acts are looked for in a sentence: in what is spoken also in a question.

        "Q What does the President say to *Norland's not showing up*?"
        """
        return sentence.tells or (self.is_spoken and not sentence.is_heading)

    @cached_property
    def voices(self) -> Mapping[int, Span]:
        """In what is spoken, the words that tell whose words each sentence is, by its index.

        They name the speaker of the speech in which it stands; else it is the voice of whom the
        first sentence tells.
        """
        if not self.is_spoken:
            return {}
        first = self.sentences[0].span
        voices = {one.index: first for one in self.sentences[1:]}
        said = [(span, one.speaker) for one in self.speeches for span in one.content]
        for span, speaker in sorted(said, key=lambda one: len(one[0])):  # the whole of a turn last
            if speaker is None:
                continue
            for sentence in self.sentences:
                if span.start <= sentence.span.start + 1 and sentence.span.end - 1 <= span.end:
                    voices[sentence.index] = speaker
        return voices

    @cached_property
    def clauses(self) -> Mapping[int, Clauses]:
        """The clauses of each sentence, by its index."""
        return {sentence.index: Clauses(sentence) for sentence in self.sentences}

    @cached_property
    def participants(self) -> Mapping[int, Participants]:
        """The participants of each sentence, by its index."""
        return {s.index: Participants(s, self.links) for s in self.sentences}

    @cached_property
    def named(self) -> Counter[str]:
        """How often links name each country; a guess counts less."""
        named: Counter[str] = Counter()
        for link in self.links:
            for actor in link.actors:
                if actor.country:
                    named[actor.country] += GUESSED_WEIGHT if actor.is_guessed else 1  # type: ignore[assignment]
        return named

    @cached_property
    def foremost(self) -> frozenset[str]:
        """The two countries that links name most."""
        return frozenset(country for country, _ in self.named.most_common(2))

    @cached_property
    def sectors(self) -> Mapping[str, Sequence[tuple[Mention, str]]]:
        """The sectors that links tell of each country, with the words that tell them."""
        found: dict[str, list[tuple[Mention, str]]] = defaultdict(list)
        for link in self.links:
            actor = link.actors[0]
            if len(link.actors) == 1 and actor.country and actor.sector:
                found[actor.country].append((link.mention, actor.sector))
        return found

    @cached_property
    def placed(self) -> Counter[str]:
        """How often places lie in each country."""
        return Counter(one.place.country for one in self.places if one.place.country)

    @cached_property
    def n_told(self) -> float:
        """How often links and places tell any country."""
        return sum(self.named.values()) + sum(self.placed.values())

    @cached_property
    def ranking(self) -> Sequence[str]:
        """The three countries that links and places tell most."""
        return [country for country, _ in (self.named + self.placed).most_common(3)]

    @cached_property
    def tellings(self) -> Mapping[str, Sequence[tuple[int, int]]]:
        """Where words and places tell each country, guesses aside: code points and sentences."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for link in self.links:
            for actor in link.actors:
                if actor.country and not actor.is_guessed:
                    found[actor.country].append((link.mention.span.start, link.mention.sentence))
        for one in self.places:
            if one.place.country:
                found[one.place.country].append((one.span.start, one.sentence))
        return {country: sorted(told) for country, told in found.items()}

    @cached_property
    def first_told(self) -> Mapping[str, int]:
        """Where each country is first named or lies first, in code points."""
        first: dict[str, int] = {}
        told = [
            (link.mention.span.start, actor.country) for link in self.links for actor in link.actors
        ]
        told += [(one.span.start, one.place.country) for one in self.places]
        for start, country in sorted(told, key=lambda one: one[0]):
            if country:
                first.setdefault(country, start)
        return first

    @cached_property
    def first_of_all(self) -> int | None:
        """Where the first country is told, in code points."""
        return min(self.first_told.values(), default=None)


def _is_measure(sentence: Sentence, token: Token) -> bool:
    """Whether a word only tells when, how or how many: "*March* 3", "no *longer*", "*lots* of"."""
    if token.pos == "ADV" or (token.text in MONTHS and token.entity in {"DATE", "TIME"}):
        return True
    below = (sentence.tokens[index].text.lower() for index in sentence.children[token.index])
    return token.lemma in _QUANTITIES and "of" in below


def _is_ground_held(sentence: Sentence, token: Token) -> bool:
    """Whether a word only says in whose hands a place is: "flew to an area *held* by rebels"."""
    noun = sentence.tokens[token.head]
    is_by = any(sentence.tokens[index].dep == "agent" for index in sentence.children[token.index])
    is_place = noun.lemma in KINDS_OF_PLACES or noun.entity in _GROUNDS
    return token.lemma in {"control", "hold"} and token.dep == "acl" and is_by and is_place


def _is_burst(token: Token) -> bool:
    return token.lemma in {"explode", "explosion"} or (token.lemma, token.pos) == ("blast", "NOUN")


def _exploding(sentence: Sentence, burst: Token) -> set[str]:
    """What explodes, and where, in lemmas: "a blast at a *plant*", "a gas *tanker* explodes"."""
    tokens, below = sentence.tokens, sentence.children[burst.index]
    subjects = [index for index in below if tokens[index].dep == "nsubj"]
    tops = subjects if burst.pos == "VERB" else [burst.index]
    return {tokens[index].lemma for top in tops for index in sentence.subtrees[top]}


def scene_of(setting: Setting, rules: RuleCoder) -> Scene:
    """See what rules find in a report, and what they would tell of it."""
    seen: dict[tuple[int, int], RuleAct] = {}
    told = Scene(
        text=setting.report.text,
        sentences=setting.sentences,
        links=setting.links,
        places=setting.places,
        speeches=setting.speeches,
        rules=seen,
    )
    scene = with_issuer(with_pronouns(told), setting.issuer)  # of which the rules know nothing
    codings: list[Coding] = []
    for sentence in setting.sentences:
        if not sentence.tells:
            continue
        clauses = scene.clauses[sentence.index]
        acts = rules.find_acts(clauses, told.participants[sentence.index])
        for act in acts:
            status = read_status(clauses, act.predicate).status
            seen[sentence.index, act.predicate] = RuleAct(act, status, None)
        if sentence.index in told.links_by_sentence:
            codings += rules.told(acts, clauses)
    for coding in codings:
        key = (coding.sentence, coding.predicate)
        seen[key] = replace(seen[key], coding=coding)
    return scene


def with_pronouns(scene: Scene) -> Scene:
    """The same, in what is spoken also with pronouns of persons of which no link tells the actor.

    Who speaks, and of whom, is heard from the text as a whole: "MR. BERG: *We* have told *them*".
    """
    if not scene.is_spoken:
        return scene
    links = list(scene.links)
    for sentence in scene.sentences:
        taken = [
            scene.links[n].mention.span for n in scene.links_by_sentence.get(sentence.index, ())
        ]
        for token in sentence.tokens:
            is_person = token.pos == "PRON" and token.text.lower() in _PERSONS
            if is_person and scene.may_tell(sentence) and not any(map(token.span.overlap, taken)):
                links.append(_unknown(sentence, token))
    links.sort(key=lambda link: link.mention.span.start)
    return replace(scene, links=tuple(links))


def with_issuer(scene: Scene, issuer: str | None) -> Scene:
    """The same; in what is spoken in a state's own document "we" and bare offices are its own.

    A guess: a guest may speak. It does not reach those of whom the text tells the country.
    """
    if issuer is None or not scene.is_spoken:
        return scene
    return replace(scene, links=tuple(_of_issuer(scene, link, issuer) for link in scene.links))


def _of_issuer(scene: Scene, link: Link, issuer: str) -> Link:
    actor, mention = link.actors[0], link.mention
    words = scene.text[mention.span.start : mention.span.end].lower()
    is_voice = mention.kind is MentionKind.PRONOUN and words in _VOICE
    is_office = mention.kind is MentionKind.ROLE and actor.sector in _OFFICES
    if len(link.actors) > 1 or actor.country or not (is_voice or is_office):
        return link
    found = replace(actor, country=issuer, sector=actor.sector or "GOV", is_guessed=True)
    return replace(link, actors=(found,), reason=f"in a document of {issuer}'s own")


def _unknown(sentence: Sentence, token: Token) -> Link:
    mention = Mention(
        span=token.span, sentence=sentence.index, head=token.index, kind=MentionKind.PRONOUN
    )
    actor = Actor(country=None, name=token.text, is_guessed=True)
    return Link(mention=mention, actors=(actor,), score=0.0, reason="the words do not tell who")
