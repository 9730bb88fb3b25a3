"""Pronouns -> actors named before.

In:  a phrase and the memory of the report.   Out: the actors that the pronoun takes up.
Does not: guess when nothing fits: then the pronoun names nobody. "They" is no state.
"""

from collections.abc import Iterable, Sequence

from detente.actors.clauses import OBJECT, main_subject, place_of, reach
from detente.actors.first_person import SAYING, quoted_speaker
from detente.actors.memory import Said
from detente.actors.pairs import joint_subjects
from detente.actors.phrases import Phrase
from detente.actors.things import is_thing
from detente.actors.titles import RoleWords, find_role
from detente.actors.view import Resolution, View
from detente.records import Actor, MentionKind, Token

__all__ = ["pronoun"]

_WITHIN = 2  # sentences back to look for an antecedent
_GENDERS = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she"}
_PERSONAL = frozenset(_GENDERS)
_SINGULAR = frozenset({"it", "its"})
_PLURAL = frozenset({"they", "them", "their", "theirs"})
_AIMED = frozenset({"at", "against", "to", "with", "on", "upon", "towards", "toward"})
_RELATIVE = "WP$"  # "whose"
_FORCES = frozenset({"COP", "MIL"})
_ORGANS = frozenset({"GOV", "JUD", "LEG"})
_STATELESS = frozenset({"NGO", "UNO"})
_PRIVATE = frozenset({"BUS", "EDU", "JRN", "SOC"})
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
    if view.tokens[view.tokens[phrase.head].head].tag in {"NNS", "NNPS"}:
        while view.tokens[head].dep == "conj":
            head = view.tokens[head].head
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
    is_many = len(actors) > 1 or view.tokens[subject].tag in {"NNS", "NNPS"}
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
    return role is not None and (role.row.sector in _FORCES or _is_organ(role))


def _is_organ(role: RoleWords) -> bool:
    return role.row.kind == "organ" and role.row.sector in _ORGANS


def _is_private(said: Said) -> bool:
    return all(a.country in _STATELESS or a.sector in _PRIVATE for a in said.actors)


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
    return [
        said
        for said in view.memory.said
        if said.sentence == view.sentence.index and said.head in below
    ]


def _controllers(view: View, verb: int) -> set[int]:
    """The verb above an infinitive whose subject does both; none where another is told to."""
    above: set[int] = set()
    while view.tokens[verb].dep == "xcomp" and not view.children(verb, "nsubj"):
        verb = view.tokens[verb].head
        if view.children(verb, "dobj", "dative"):
            break
        above.add(verb)
    return above
