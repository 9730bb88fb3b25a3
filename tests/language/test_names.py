import pytest

from detente.language.names import longer_name
from detente.records import Sentence, Span, Token


def a_sentence(*words: str) -> Sentence:
    """Words, each with its entity as "B-ORG" or "I-ORG" behind a slash; capitals are names."""
    tokens, start = [], 0
    for index, word in enumerate(words):
        text, _, entity = word.partition("/")
        tokens.append(
            Token(
                index=index,
                span=Span(start, start + len(text)),
                text=text,
                lemma=text,
                pos="PROPN" if text[0].isupper() else "DET",
                tag="",
                dep="",
                head=index,
                entity=entity[2:] or None,
                entity_start=entity.startswith("B-"),
            )
        )
        start += len(text) + 1
    return Sentence(index=0, paragraph=0, span=Span(0, start), tokens=tuple(tokens))


@pytest.mark.parametrize(
    ("words", "at", "before", "after"),
    [
        ("Michael/B-PERSON Jordan/I-PERSON", 1, ["Michael"], []),
        ("Chad/B-PERSON Smith/I-PERSON", 0, [], ["Smith"]),
        ("Port/B-ORG Labour/I-ORG Council/I-ORG", 1, ["Port"], ["Council"]),
        ("Luis/B-PERSON Ada/B-PERSON Holm/B-PERSON", 1, [], []),
        ("Norland/B-GPE Holm/B-PERSON", 1, [], []),
        ("Norland Holm", 1, [], []),
    ],
)
def test_a_name_goes_as_far_as_the_recogniser_tells(
    words: str, at: int, before: list[str], after: list[str]
) -> None:
    longer = longer_name(a_sentence(*words.split()), at, at)

    assert [token.text for token in longer.before] == before
    assert [token.text for token in longer.after] == after
    assert longer.begins_before == bool(before)


def test_an_article_begins_no_longer_name() -> None:
    assert not longer_name(a_sentence("the/B-ORG", "Post/I-ORG"), 1, 1).begins_before
