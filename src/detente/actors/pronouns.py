"""Words that take up somebody named before: "they", "it", "the group", "the kingdom", "I" and "we".

In:  a phrase, the memory of the report, whose turn it is to speak.   Out: the actors taken up.
Does not: guess when nothing fits: then a pronoun names nobody, and a noun is read for itself
(roles.py). "They" is no state, and "it" may be a plan. The outlet's own "we" is not linked.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from detente.actors.collectives import country_actor, joint_subjects, taken_up
from detente.actors.gazetteer import Gazetteer
from detente.actors.guesses import DEFINITE
from detente.actors.senses import EntryKind
from detente.actors.titles import find_role, holder_of, person_on
from detente.actors.view import Resolution, Said, View
from detente.codebook import ARMED, ORGANS, PRIVATE_BODIES
from detente.language.clauses import OBJECT, main_subject, place_of, reach
from detente.language.tree import FIRST_PERSON, PLURAL, Phrase, first_of_row, prepositional
from detente.records import Actor, MentionKind, Token

_WITHIN = 2  # sentences back to look for an antecedent
_GENDERS = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she"}
_PERSONAL = frozenset(_GENDERS)
_SINGULAR = frozenset({"it", "its"})
_PLURAL = frozenset({"they", "them", "their", "theirs"})
_AIMED = frozenset({"at", "against", "to", "with", "on", "upon", "towards", "toward"})
_RELATIVE = "WP$"  # "whose"
_FORCES = frozenset({"COP", "MIL"})
_STATELESS = frozenset({"NGO", "UNO"})
_HARMS = frozenset(
    {"assassinate", "assassination", "attack", "bomb", "bombing", "capture", "kidnap", "kill",
     "killing", "murder", "ram", "shell", "shoot", "sink", "strike", "wound"}
)  # fmt: skip
_FREEING = frozenset({"free", "release", "rescue", "liberate"})
_OBJECTS = frozenset({"dobj", "dative"})
_JOINED = frozenset({"conj", "advcl"})
_SUBJECTS = ("nsubj", "nsubjpass")
_NOMINAL = frozenset({"NOUN", "PROPN"})
_FRONTED = frozenset({"advcl", "prep", "npadvmod", "advmod"})


def pronoun(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve he, she, it and they to the latest mention that agrees, subjects first."""
    token = view.tokens[phrase.head]
    word = token.text.lower()
    if token.tag == _RELATIVE:
        return _relative(view, phrase)
    if token.pos != "PRON" or word not in _PERSONAL | _SINGULAR | _PLURAL:
        return None
    ahead = _named_after(view, phrase, word)
    if ahead is not None:
        return ahead
    if word in _PLURAL:
        return _plural(view, phrase)
    best = _nearest(view, phrase, _candidates(view, phrase, word))
    if best is not None and word in _GENDERS:
        view.memory.genders[best.actors[0].name] = _GENDERS[word]
    if word == "it" and is_thing(view, phrase.head, best.sentence if best else None):
        return None
    return None if best is None else _taken_up(view, phrase, best.actors, (best.noun,), best)


def _relative(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve "whose" to the noun before its clause, or to the row that ends with it.

    A plural is the whole row's: "the leaders of X and Y, whose *governments*".
    """
    clause = place_of(view.sentence, phrase.head).verb
    while view.tokens[clause].dep not in {"relcl", "ROOT"}:
        clause = view.tokens[clause].head
    if view.tokens[clause].dep != "relcl":
        return None
    head = view.tokens[clause].head
    if view.tokens[view.tokens[phrase.head].head].tag in PLURAL:
        head = first_of_row(view.sentence, head)
    row = [head]
    while below := view.children(row[-1], "conj"):
        row.append(below[-1])
    found = [resolved for index in row if (resolved := view.resolve(index)) is not None]
    if not found or row[-1] > phrase.head:
        return None
    actors = tuple(dict.fromkeys(actor for resolved in found for actor in resolved.actors))
    why = f"stands for {view.tokens[head].text!r}"
    return _stands_for(view, phrase, actors, why, is_person=found[0].is_person)


def _plural(view: View, phrase: Phrase) -> Resolution | None:
    """Take up several: a plural or two who acted together, else one body; never a lone state."""
    fitting = _candidates(view, phrase, view.tokens[phrase.head].text.lower())
    many = _nearest(view, phrase, [said for said in fitting if said.is_plural])
    row = joint_subjects(view.memory, view.sentence.index)
    mates = {actor for said in _clausemates(view, phrase) for actor in said.actors}
    if row:
        actors = tuple(actor for said in row for actor in said.actors)
        is_better = many is None or many.sentence < row[0].sentence or not many.is_subject
        if (is_better or _is_nobody_known(many)) and mates.isdisjoint(actors):
            return _taken_up(view, phrase, actors, [said.noun for said in row], row[0])
    best = many or _nearest(view, phrase, [said for said in fitting if not said.is_person])
    return None if best is None else _taken_up(view, phrase, best.actors, (best.noun,), best)


def _is_nobody_known(said: Said | None) -> bool:
    """Whether it is only guessed whose people are spoken of: "mediators"."""
    return said is not None and all(actor.is_guessed for actor in said.actors)


def _candidates(view: View, phrase: Phrase, word: str) -> list[Said]:
    """List mentions that agree and do not hang on the same verb: they would be "itself".

    In a quotation nobody speaks of himself as "he" or "they".
    """
    near = _clausemates(view, phrase)
    mates = [*near, *_said_by_itself(view, phrase)]
    taken = {said.actors for said in near}
    states = {code for said in near if _is_government(said) for code in said.countries}
    speaker = quoted_speaker(view, phrase.head)
    is_of_state = _is_owner_of_organ(view, phrase.head)
    return [
        said
        for said in view.memory.latest(view.sentence.index, _WITHIN)
        if _agrees(view, said, word)
        and said not in mates
        and said.actors not in taken
        and not (_is_government(said) and states.issuperset(said.countries))
        and not (is_of_state and _is_private(said))
        and not (speaker is not None and _is_side_of(said, speaker))
    ]


def _nearest(view: View, phrase: Phrase, fitting: Sequence[Said]) -> Said | None:
    """Choose the nearest sentence's subject; of an earlier sentence the main clause's.

    In the pronoun's own sentence, whoever stands in a clause above it goes before all who are
    hidden in another ("X said that *Y* agreed, and he urged": X). Who is freed was held before.
    """
    token = view.tokens[phrase.head]
    is_freed = token.dep == "dobj" and view.tokens[token.head].lemma in _FREEING

    def order(said: Said) -> tuple[bool, int, tuple[int, int], bool, bool, bool]:
        back = view.sentence.index - said.sentence
        is_embedded = back > 0 and not (said.place is not None and said.place.is_main)
        far = (0, 0)
        if back == 0 and said.place is not None:
            far = reach(view.sentence, phrase.head, said.place)
        is_holder = is_freed and (said.place is None or said.place.rank != OBJECT)
        is_oblique = back == 0 and view.tokens[said.head].dep not in _OBJECTS
        return is_holder, back, far, not said.is_subject, is_embedded, is_oblique

    return min(fitting, key=order, default=None)


def _named_after(view: View, phrase: Phrase, word: str) -> Resolution | None:
    """Look ahead from what stands before the main subject: "In *its* reply, Norland said"."""
    subject = main_subject(view.sentence)
    if subject is None or subject <= phrase.head or view.tokens[subject].pos not in _NOMINAL:
        return None
    if not _is_fronted(view, phrase.head, subject):
        return None
    heads = [subject, *view.children(subject, "conj")]
    found = [resolved for head in heads if (resolved := view.resolve(head)) is not None]
    if len(found) < len(heads):
        return None
    actors = tuple(actor for resolved in found for actor in resolved.actors)
    is_many = len(actors) > 1 or view.tokens[subject].tag in PLURAL
    is_person = found[0].is_person
    fits = is_many if word in _PLURAL else not is_many and is_person == (word in _PERSONAL)
    if not fits:
        return None
    why = f"is the subject that follows, {view.tokens[subject].text!r}"
    return _stands_for(view, phrase, actors, why, is_person=is_person)


def _is_fronted(view: View, index: int, subject: int) -> bool:
    """Whether a word stands in a phrase or clause that the main clause begins with."""
    root = view.tokens[subject].head
    return any(
        view.tokens[child].dep in _FRONTED and index in view.sentence.subtrees[child]
        for child in view.sentence.children[root]
        if child < subject
    )


def _taken_up(
    view: View, phrase: Phrase, actors: tuple[Actor, ...], nouns: Iterable[str], said: Said
) -> Resolution:
    why = f"takes up {' and '.join(map(repr, nouns))}"
    return _stands_for(view, phrase, actors, why, is_person=said.is_person)


def _stands_for(
    view: View, phrase: Phrase, actors: tuple[Actor, ...], why: str, *, is_person: bool
) -> Resolution:
    return Resolution(
        actors=actors,
        kind=MentionKind.PRONOUN,
        first=phrase.head,
        last=phrase.head,
        score=0.6,
        reason=f"{view.tokens[phrase.head].text.lower()!r} {why}",
        is_person=is_person,
    )


def _agrees(view: View, said: Said, word: str) -> bool:
    if said.kind is MentionKind.GROUP and (said.is_plural or word in _PERSONAL):
        return word in _PLURAL
    if word in _PERSONAL:
        known = view.memory.genders.get(said.actors[0].name, _GENDERS[word])
        return said.is_person and not said.is_plural and known == _GENDERS[word]
    if word in _SINGULAR:
        return not said.is_person and not said.is_plural
    return said.is_plural or not (said.is_person or _is_state(view, said))


def _is_owner_of_organ(view: View, index: int) -> bool:
    """Whether it is told whose police, army or government something is: "*its* police"."""
    token = view.tokens[index]
    role = find_role(view, token.head, token.head) if token.dep == "poss" else None
    is_organ = role is not None and role.row.kind == "organ" and role.row.sector in ORGANS
    return is_organ or (role is not None and role.row.sector in _FORCES)


def _is_private(said: Said) -> bool:
    return all(a.country in _STATELESS or a.sector in PRIVATE_BODIES for a in said.actors)


def _is_government(said: Said) -> bool:
    """Whether a mention is a state itself, under any of its names: "Ankara" for Turkey."""
    return not said.is_person and all(a.country and a.sector in {None, "GOV"} for a in said.actors)


def _is_side_of(said: Said, speaker: Actor) -> bool:
    return bool(speaker.country) and speaker.country in said.countries


def _is_state(view: View, said: Said) -> bool:
    first = said.actors[0]
    return first.id is not None and first.id in view.gazetteer.states


def _clausemates(view: View, phrase: Phrase) -> list[Said]:
    """List mentions of this sentence that hang on the same verb as the pronoun itself.

    The subject of an infinitive hangs on the verb above it: "*X* hopes to visit *him*".
    """
    mine = view.tokens[phrase.head]
    if mine.dep == "poss":
        return _harming(view, mine)
    verb = place_of(view.sentence, phrase.head).verb
    is_aim = _is_aimed_at(view, mine)
    verbs = {mine.head, *_controllers(view, verb), *([verb] if is_aim else [])}
    is_object = is_aim or mine.dep in _OBJECTS
    subjects = _shared_subjects(view, verb) if is_object else set()
    shared = {index for subject in subjects for index in view.sentence.subtrees[subject]}
    return [
        said
        for said in view.memory.said_since(view.sentence.index)
        if view.tokens[said.head].head in verbs or said.head in shared  # "*Oman's* navy hit it"
    ]


def _harming(view: View, owner: Token) -> list[Said]:
    """List who harms those whose owner is sought: "*X* killed two of *its* men", not X's own."""
    victim = view.tokens[owner.head]
    above = view.tokens[victim.head]
    if (
        victim.dep == "pobj"
        and above.text.lower() == "of"
        and view.tokens[above.head].dep == "dobj"
    ):
        victim = view.tokens[above.head]  # "two of *its soldiers*"
        above = view.tokens[victim.head]
    harm = view.tokens[above.head] if victim.dep == "pobj" else above
    if harm.lemma not in _HARMS:
        return []
    doers = view.children(harm.index, "poss") if victim.dep == "pobj" else ()
    if victim.dep == "dobj":
        doers = tuple(_shared_subjects(view, harm.index))
    inside = {index for doer in doers for index in view.sentence.subtrees[doer]}
    return [said for said in view.memory.said_since(view.sentence.index) if said.head in inside]


def _is_aimed_at(view: View, token: Token) -> bool:
    """Whether a deed goes to somebody, who cannot be its doer: "fired tear gas *at them*"."""
    preposition = view.tokens[token.head]
    is_aim = token.dep == "pobj" and preposition.text.lower() in _AIMED
    return is_aim and view.tokens[preposition.head].pos in {"VERB", "NOUN"}


def _shared_subjects(view: View, verb: int) -> set[int]:
    """The subject that a verb takes over: "*X* cut ties with Y and accused *it*"."""
    while view.tokens[verb].dep in _JOINED and not view.children(verb, *_SUBJECTS):
        verb = view.tokens[verb].head
    return set(view.children(verb, *_SUBJECTS))


def _said_by_itself(view: View, phrase: Phrase) -> list[Said]:
    """List mentions in what the pronoun says, who are not it: "*Norland* lied, it said"."""
    mine = view.tokens[phrase.head]
    if mine.dep != "nsubj" or view.tokens[mine.head].lemma not in SAYING:
        return []
    clauses = [clause for clause in view.children(mine.head, "ccomp") if clause < phrase.head]
    below = frozenset(index for clause in clauses for index in view.sentence.subtrees[clause])
    return [said for said in view.memory.said_since(view.sentence.index) if said.head in below]


def _controllers(view: View, verb: int) -> set[int]:
    """The verb above an infinitive whose subject does both; none where another is told to."""
    above: set[int] = set()
    while view.tokens[verb].dep == "xcomp" and not view.children(verb, "nsubj"):
        verb = view.tokens[verb].head
        if view.children(verb, "dobj", "dative"):
            break
        above.add(verb)
    return above


# --- Nouns that take up somebody named before: "the group", "the kingdom", "the delegation".


def anaphor(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve a definite noun that stands for an organisation, envoys or a state told before."""
    if view.tokens[phrase.first].text.lower() not in DEFINITE or _is_specified(view, phrase):
        return None
    if view.tokens[phrase.head].dep == "appos":
        return None  # "X, the group that": the name before it tells who
    for words in _tails(view, phrase):
        for kind, find in (("state", _state), ("envoys", _envoys), ("body", _body),
                           ("plural body", _body)):  # fmt: skip
            if (kind, words) in view.gazetteer.anaphors:
                return find(view, phrase, view.gazetteer.anaphors[kind, words])
    return None


def is_body_noun(gazetteer: Gazetteer, noun: str) -> bool:
    """Whether a role noun is a body, no person: "group", "delegation"."""
    return any((kind, noun) in gazetteer.anaphors for kind in ("body", "envoys"))


def _tails(view: View, phrase: Phrase) -> Iterator[str]:
    """Yield the phrase without ever more of its first words: "militant group", then "group"."""
    for first in range(phrase.first + 1, phrase.head + 1):
        yield view.words(first, phrase.head).lower()


def _is_specified(view: View, phrase: Phrase) -> bool:
    """Whether the words say whose it is: "the group of X", "X's group"."""
    of = any(word == "of" for word, _ in prepositional(view.sentence, phrase.head))
    return of or view.hit_at(phrase.head) is not None or bool(view.children(phrase.head, "poss"))


def _state(view: View, phrase: Phrase, codes: frozenset[str]) -> Resolution | None:
    """Find the state told last of those that the noun can mean; else the state told last."""
    named = (code for code in view.memory.last_countries() if code in codes)
    code = next(named, None)
    if code is None and _is_any_state(view, phrase):
        code = view.memory.last_state(view.sentence.index)
    if code is None or view.tokens[phrase.head].tag != "NN":
        return None
    return taken_up(view, phrase, (country_actor(view, code),), "the state named last")


def _is_any_state(view: View, phrase: Phrase) -> bool:
    """Whether nothing parts it from others: "the country", "the Andean nation"."""
    between = view.tokens[phrase.first + 1 : phrase.head]
    is_regional = any(token.text[0].isupper() for token in between)
    return not between or (is_regional and not _owner_codes(view, phrase))


def _envoys(view: View, phrase: Phrase, _: frozenset[str]) -> Resolution | None:
    """Find who was sent: "the delegation" after "two senior envoys"."""
    if _owner_codes(view, phrase):
        return None
    for said in reversed(view.memory.said):
        noun = said.noun.rpartition(" ")[2].lower()
        if ("envoys", noun) in view.gazetteer.anaphors and said.countries:
            return taken_up(view, phrase, said.actors, f"{said.noun!r} before")
    return None


def _body(view: View, phrase: Phrase, fitting: frozenset[str]) -> Resolution | None:
    """Find the body of a fitting sort told last; of the country that an adjective tells."""
    owners = _owner_codes(view, phrase)
    noun = view.tokens[phrase.head].text
    last: Iterator[Said] = reversed(view.memory.said)
    if view.tokens[phrase.head].tag == "NNS":  # "the rebels": those that were so called
        last = iter(sorted(last, key=lambda said: not said.noun.endswith(f" {noun}")))
    if noun[0].isupper():  # "the Commission": the one that is so called goes first
        last = iter(sorted(last, key=lambda said: not said.actors[0].name.endswith(noun)))
    for said in last:
        actor = said.actors[0]
        is_one = len(said.actors) == 1 and not {actor.sector, actor.country}.isdisjoint(fitting)
        if is_one and (said.is_body or (actor.sector in ARMED and actor.country)):
            if owners and actor.country not in owners:
                continue
            return taken_up(view, phrase, (_itself(view, said).actors[0],), "told last")
    return None


def _itself(view: View, said: Said) -> Said:
    """Find the body's own mention behind one of its men: Hamas for "Hamas officials"."""
    for other in reversed(view.memory.said):
        if other.is_body and other.actors[0].code == said.actors[0].code:
            return other
    return said


def _owner_codes(view: View, phrase: Phrase) -> frozenset[str]:
    """List the states that stand before the noun: "the *Lebanese* group"."""
    hits = view.hits_in(phrase.first, phrase.head - 1)
    entries = [view.gazetteer.bearer(hit.senses) for hit in hits]
    return frozenset(entry.country for entry in entries if entry is not None and entry.country)


# --- I and we -> who speaks: in a transcript by the label of his turn, in a quotation by the
# speaker.
_MANY = frozenset({"we", "us", "our", "ours", "ourselves"})
_ONE = FIRST_PERSON - _MANY
SAYING = frozenset(
    {"say", "tell", "add", "declare", "announce", "warn", "insist", "stress", "note", "state",
     "reply", "respond", "write", "argue", "explain", "continue", "claim", "vow", "urge", "ask"}
)  # fmt: skip
_QUOTES = frozenset('"\u201c\u201d')
_SIDES = frozenset({"GOV", "MIL", "LEG", "SPY", "COP", "PTY", "OPP", "REB", "UAF", "PRM", "ELI"})
_LONGEST_LABEL = 8  # tokens: "DEPUTY PRESS SECRETARY JEAN-PIERRE:"
_ASKERS = frozenset({"QUESTION", "Q", "REPORTER", "MODERATOR", "INTERVIEWER", "JOURNALIST"})


def first_person(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve "I" and "we" to the speaker of the turn or of the quotation."""
    token = view.tokens[phrase.head]
    word = token.text.lower()
    if word not in FIRST_PERSON or token.text == "US":
        return None
    speaker = quoted_speaker(view, phrase.head)
    if speaker is None or not speaker.country:
        return None
    if word in _MANY and speaker.sector not in _SIDES:
        return None
    why = f"is the speaker, {speaker.name}"
    return _stands_for(view, phrase, (speaker,), why, is_person=word in _ONE)


def quoted_speaker(view: View, index: int) -> Actor | None:
    """Find whose turn or quotation a word stands in; ``None`` in the outlet's own words."""
    if view.memory.turn is not None:
        return view.memory.turn
    return _speaker(view) if _in_quotes(view, view.tokens[index]) else None


def turn_label(view: View) -> Resolution | None:
    """Resolve the label that begins a turn to the office holder of that name."""
    label = _label(view)
    if not label or view.memory.turn is None or view.memory.turn.is_guessed:
        return None
    return Resolution(
        actors=(view.memory.turn,),
        kind=MentionKind.NAME,
        first=0,
        last=len(label) - 1,
        score=0.75,
        reason=f"{view.words(0, len(label) - 1)!r} begins the turn of {view.memory.turn.name}",
        is_person=True,
    )


def turn_of(view: View) -> Actor | None:
    """Read whose turn a sentence begins: "MR. MILLER:", "PRESIDENT BIDEN:".

    A question begins a turn of somebody without a side.
    """
    label = _label(view)
    if not label:
        return None
    if label[0].text.upper() in _ASKERS:
        return Actor(country=None, sector="JRN", name="question", is_guessed=True)
    return _labelled(view, label) or Actor(
        country=None, name=view.words(0, len(label) - 1), is_guessed=True
    )


def _label(view: View) -> tuple[Token, ...]:
    """Find the label that a sentence is, else words in capitals before a colon that it begins with.

    What stands in brackets tells no name: "Anna Berg (Harbour Wire):".
    """
    if view.sentence.is_label:
        return tuple(takewhile(lambda token: token.text not in {":", "(", "["}, view.tokens))
    colon = next((t.index for t in view.tokens[:_LONGEST_LABEL] if t.text == ":"), 0)
    label = view.tokens[:colon]
    is_label = all(token.text.isupper() or token.text in {".", ",", "-"} for token in label)
    return label if is_label else ()


def _labelled(view: View, label: tuple[Token, ...]) -> Actor | None:
    """Find the office holder of the day whom a label in capitals means.

    A surname without a title of his ("MR. LUND") means him only in a document of his own state's:
    anybody may bear it.
    """
    words = [token.text.title() for token in label if token.text.isalpha() or "-" in token.text]
    for cut in range(len(words)):
        name = " ".join(words[cut:])
        told = view.memory.named(name)
        if told is not None and name.lower() not in view.gazetteer.roles:  # "Mr. President"
            return told
        holders = [
            entry
            for sense in view.gazetteer.senses(name)
            if (entry := view.gazetteer.entries.get(sense.actor)) is not None
            and entry.kind is EntryKind.PERSON
            and view.gazetteer.holding(entry.id, view.day) is not None
        ]
        title = " ".join(words[:cut]).lower()
        titled = [
            one for one in holders if " " in name or view.gazetteer.holding(one.id, view.day, title)
        ]
        own = [one for one in holders if one.country == view.memory.issuer]
        for found in (titled, own):
            if len({entry.id for entry in found}) == 1:
                return person_on(view.gazetteer, found[0], view.day)
    return _by_office(view, words[1:] if words[:1] == ["The"] else words)


def _by_office(view: View, words: Sequence[str]) -> Actor | None:
    """Find who holds an office that alone is the label: "FRENCH PRESIDENT:", "MINISTER:".

    Without a state it is the issuer's own, in a state's own document; else of who was told in it
    before anybody spoke, for questions and answers tell of others in theirs.
    """
    gazetteer = view.gazetteer
    for cut in range(len(words)):
        title = " ".join(words[cut:]).lower()
        role = gazetteer.roles.get(title)
        owner = gazetteer.bearer(gazetteer.senses(" ".join(words[:cut]))) if cut else None
        if role is None or not role.is_personal or (cut and owner is None):
            continue
        state = owner.country if owner is not None else view.memory.issuer
        held = gazetteer.holder(state, title, view.day) if state else None
        if held is not None:
            return holder_of(gazetteer, held)
        if owner is not None:
            return Actor(country=owner.country, sector=role.sector, name=" ".join(words))
        told = view.memory.same_noun(role.noun, role.sector, before=view.memory.first_turn)
        return told.actors[0] if told is not None and len(told.actors) == 1 else None
    return None


def _in_quotes(view: View, token: Token) -> bool:
    """Whether the mark before the token opens a quotation, or, without one, the next closes it."""
    marks = [other for other in view.tokens if other.text in _QUOTES]
    before = [mark for mark in marks if mark.index < token.index]
    if before:
        return _opens(view, before[-1])
    after = [mark for mark in marks if mark.index > token.index]
    return bool(after) and not _opens(view, after[0])


def _opens(view: View, mark: Token) -> bool:
    """Whether a quotation mark is written against the word after it."""
    if mark.text in {"\u201c", "\u201d"}:
        return mark.text == "\u201c"
    following = view.tokens[mark.index + 1 : mark.index + 2]
    return (
        bool(following)
        and following[0].span.start == mark.span.end
        and following[0].text not in ".,;:!?"
    )


def _speaker(view: View) -> Actor | None:
    """Find the subject of the first verb of saying in the sentence, outside its quotations."""
    for verb in (other for other in view.tokens if other.lemma in SAYING):
        if _in_quotes(view, verb):
            continue
        for child in view.children(verb.index, "nsubj"):
            if view.tokens[child].text.lower() in _ONE | _MANY:
                continue
            resolved = view.resolve(child)
            if resolved is not None and len(resolved.actors) == 1:
                return resolved.actors[0]
    return None


# --- Whether "it" stands for a thing: a plan, a claim, the weather.
_EMPTY = frozenset({"be", "seem", "appear", "take", "rain"})
_DETERMINERS = frozenset({"the", "a", "an", "this", "that"})


def is_thing(view: View, index: int, antecedent: int | None) -> bool:
    """Whether the "it" at ``index`` is no actor.

    ``antecedent`` is the sentence of the actor that it would be. An earlier sentence about a
    thing is gone on about, unless the verb is one of those that only actors do.
    """
    token = view.tokens[index]
    verb = view.tokens[token.head]
    if token.dep == "expl" or _is_empty(view, index):
        return True
    if token.dep == "dobj" and ("thing taken", verb.lemma) in view.gazetteer.anaphors:
        return not view.children(verb.index, "xcomp", "ccomp")
    if token.dep not in {"nsubj", "nsubjpass"} or antecedent == view.sentence.index:
        return False
    if ("actor doing", verb.lemma) in view.gazetteer.anaphors:
        return False
    before = view.sentence.index - 1
    is_of_things = ("thing doing", verb.lemma) in view.gazetteer.anaphors
    return is_of_things or before in view.memory.things


def has_thing_as_subject(view: View) -> bool:
    """Whether the main subject is one thing that no actor is: "the draft runs to 17 articles"."""
    subject = main_subject(view.sentence)
    if subject is None or view.tokens[subject].tag != "NN" or view.resolve(subject) is not None:
        return False
    words = {view.tokens[i].text.lower() for i in view.children(subject, "det")}
    return bool(words & _DETERMINERS)


def _is_empty(view: View, index: int) -> bool:
    """Whether the word stands for nobody: "it is clear that", "it rained"."""
    verb = view.tokens[view.tokens[index].head]
    return verb.lemma in _EMPTY and bool(
        view.children(verb.index, "ccomp", "acomp", "xcomp", "advcl")
    )
