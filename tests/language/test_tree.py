"""Base noun phrases and what a view makes of them, on sentences parsed by hand."""

from pathlib import Path

from detente.actors.meanings import ranked
from detente.actors.named import named_actor
from detente.actors.view import Hit, Memory, View, hit_head
from detente.language.tree import Phrase, noun_phrases, prepositional
from detente.records import Sentence, Span, Token
from norland import a_gazetteer


def parsed(text: str) -> Sentence:
    """Read "word/POS/dep>head" items; heads count from 0, entities follow a second slash."""
    tokens: list[Token] = []
    start = 0
    for index, item in enumerate(text.split()):
        word, pos, rest = item.split("/")
        dep, head = rest.split(">")
        span = Span(start, start + len(word))
        start = span.end + 1
        tokens.append(
            Token(
                index=index, span=span, text=word, lemma=word.lower(), pos=pos, tag="NN",
                dep=dep, head=int(head),
            )
        )  # fmt: skip
    whole = Span(0, tokens[-1].span.end)
    return Sentence(index=0, paragraph=0, span=whole, tokens=tuple(tokens))


ARMY = parsed("the/DET/det>2 Norlandic/ADJ/amod>2 army/NOUN/nsubj>3 left/VERB/ROOT>3")
OWNED = parsed(
    "Norland/PROPN/poss>3 's/PART/case>0 top/ADJ/amod>3 envoy/NOUN/nsubj>4 left/VERB/ROOT>4"
)
JOINED = parsed(
    "both/DET/det>4 Norlandic/ADJ/amod>4 and/CCONJ/cc>1 Sudrian/ADJ/conj>1 troops/NOUN/ROOT>4"
)


def test_a_phrase_reaches_from_its_determiner_to_its_head() -> None:
    assert noun_phrases(ARMY) == (Phrase(2, 0, 2),)
    assert Phrase(2, 0, 2).span(ARMY) == Span(0, 18)


def test_a_possessor_is_a_phrase_of_its_own_inside_the_other() -> None:
    assert noun_phrases(OWNED) == (Phrase(0, 0, 0), Phrase(3, 0, 3))


def test_joined_adjectives_are_no_phrases() -> None:
    assert noun_phrases(JOINED) == (Phrase(4, 0, 4),)


def test_both_does_not_belong_to_a_name() -> None:
    sentence = parsed("both/DET/det>1 Norland/PROPN/nsubj>2 left/VERB/ROOT>2")

    assert noun_phrases(sentence) == (Phrase(1, 1, 1),)


def test_an_adjective_as_an_argument_is_a_phrase() -> None:
    sentence = parsed("the/DET/det>1 Norlandic/ADJ/nsubj>2 left/VERB/ROOT>2")

    assert noun_phrases(sentence) == (Phrase(1, 0, 1),)


def test_prepositions_lead_to_their_objects() -> None:
    sentence = parsed(
        "rebels/NOUN/ROOT>0 in/ADP/prep>0 Norland/PROPN/pobj>1 of/ADP/prep>0 old/ADJ/pobj>3"
    )

    assert prepositional(sentence, 0) == (("in", 2), ("of", 4))


def view_of(sentence: Sentence, folder: Path, *names: str) -> View:
    gazetteer = a_gazetteer(folder)
    text = " ".join(token.text for token in sentence.tokens)
    hits = []
    for start, end, name in gazetteer.matcher.find(text):
        if name in names:
            span = Span(start, end)
            tokens = sentence.tokens_in(span)
            senses = ranked(gazetteer, gazetteer.senses(name), "2020-01-01")
            hits.append(Hit(name, span, tokens[0].index, tokens[-1].index, senses))
    return View(sentence, hits, gazetteer, Memory("2020-01-01"), (named_actor,))


def test_two_persons_in_one_phrase_are_split(tmp_path: Path) -> None:
    sentence = parsed(
        "Ben/PROPN/compound>1 Holm/PROPN/nmod>4 and/CCONJ/cc>1 Ada/PROPN/compound>4"
        " Holm/PROPN/nsubj>5 left/VERB/ROOT>5"
    )

    view = view_of(sentence, tmp_path, "Ben Holm", "Ada Holm")

    assert view.phrases == {1: Phrase(1, 0, 1), 4: Phrase(4, 3, 4)}
    resolved = [view.resolve(head) for head in view.phrases]
    assert [found.actors[0].id for found in resolved if found] == ["ben-holm", "ada-holm"]


def test_a_name_that_the_tagger_took_for_an_adverb_is_a_phrase(tmp_path: Path) -> None:
    sentence = parsed("Norland/ADV/nsubj>1 left/VERB/ROOT>1")

    view = view_of(sentence, tmp_path, "Norland")

    assert view.phrases == {0: Phrase(0, 0, 0)}


def test_the_other_tokens_of_a_name_name_nobody(tmp_path: Path) -> None:
    sentence = parsed("Norlandic/PROPN/nsubj>2 Navy/PROPN/appos>0 left/VERB/ROOT>2")

    view = view_of(sentence, tmp_path, "Norlandic Navy")

    assert hit_head(sentence, view.hits[0]) == 0
    assert view.resolve(1) is None
    assert view.resolve(0) is not None


def test_a_phrase_is_resolved_once(tmp_path: Path) -> None:
    view = view_of(OWNED, tmp_path, "Norland")

    assert view.resolve(0) is view.resolve(0)


def test_words_keep_the_blanks_of_the_text(tmp_path: Path) -> None:
    assert view_of(ARMY, tmp_path).words(0, 2) == "the Norlandic army"
