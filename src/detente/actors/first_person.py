"""I and we -> who speaks: in a transcript by the label of his turn, in a quotation by the speaker.

In:  a phrase, and whose turn it is.   Out: the speaker as actor; for "we", his side.
Does not: link the outlet's own "we", or the "we" of scholars, who speak for no side.
"""

from detente.actors.persons import person_on
from detente.actors.phrases import Phrase
from detente.actors.senses import EntryKind
from detente.actors.view import Resolution, View
from detente.records import Actor, MentionKind, Token

__all__ = ["SAYING", "first_person", "quoted_speaker", "turn_label", "turn_of"]

_ONE = frozenset({"i", "me", "my", "mine", "myself"})
_MANY = frozenset({"we", "us", "our", "ours", "ourselves"})
SAYING = frozenset(
    {"say", "tell", "add", "declare", "announce", "warn", "insist", "stress", "note", "state",
     "reply", "respond", "write", "argue", "explain", "continue", "claim", "vow", "urge", "ask"}
)  # fmt: skip
_QUOTES = frozenset('"\u201c\u201d')
_SIDES = frozenset({"GOV", "MIL", "LEG", "SPY", "COP", "PTY", "OPP", "REB", "UAF", "PRM", "ELI"})
_LONGEST_LABEL = 8  # tokens: "DEPUTY PRESS SECRETARY JEAN-PIERRE:"
_ASKERS = frozenset({"QUESTION", "Q", "REPORTER", "MODERATOR"})


def first_person(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve "I" and "we" to the speaker of the turn or of the quotation."""
    token = view.tokens[phrase.head]
    word = token.text.lower()
    if word not in _ONE | _MANY or token.text == "US":
        return None
    speaker = quoted_speaker(view, phrase.head)
    if speaker is None or not speaker.country:
        return None
    if word in _MANY and speaker.sector not in _SIDES:
        return None
    return Resolution(
        actors=(speaker,),
        kind=MentionKind.PRONOUN,
        first=phrase.head,
        last=phrase.head,
        score=0.6,
        reason=f"{word!r} is the speaker, {speaker.name}",
        is_person=word in _ONE,
    )


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
    if label[0].text in _ASKERS:
        return Actor(country=None, sector="JRN", name="question", is_guessed=True)
    return _labelled(view, label) or Actor(
        country=None, name=view.words(0, len(label) - 1), is_guessed=True
    )


def _label(view: View) -> tuple[Token, ...]:
    """Find the words in capitals before a colon that a sentence begins with."""
    colon = next((t.index for t in view.tokens[:_LONGEST_LABEL] if t.text == ":"), 0)
    label = view.tokens[:colon]
    is_label = all(token.text.isupper() or token.text in {".", ",", "-"} for token in label)
    return label if is_label else ()


def _labelled(view: View, label: tuple[Token, ...]) -> Actor | None:
    """Find the office holder of the day whom a label in capitals means."""
    words = [token.text.title() for token in label if token.text.isalpha() or "-" in token.text]
    for cut in range(len(words)):
        name = " ".join(words[cut:])
        told = view.memory.named(name)
        if told is not None:
            return told
        holders = [
            entry
            for sense in view.gazetteer.senses(name)
            if (entry := view.gazetteer.entries.get(sense.actor)) is not None
            and entry.kind is EntryKind.PERSON
            and view.gazetteer.holding(entry.id, view.day) is not None
        ]
        title = " ".join(words[:cut]).lower()
        titled = [entry for entry in holders if view.gazetteer.holding(entry.id, view.day, title)]
        for found in (titled, holders):
            if len({entry.id for entry in found}) == 1:
                return person_on(view.gazetteer, found[0], view.day)
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
