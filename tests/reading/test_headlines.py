"""A headline's verb is seen where a parser takes it for a noun; noun phrases stay what they are."""

import pytest

from detente.reading.headlines import Stand, stands


@pytest.mark.parametrize(
    ("headline", "tags", "stand"),
    [
        (
            "Norland summons Sudrian envoy",
            "NNP NNS JJ NN",
            Stand(1, ("accuses", "seeks"), "summon"),
        ),
        ("Police club marchers", "NN NN NNS", Stand(1, ("accuse", "seek"), "club")),
        (
            "Norland pledges to free crew",
            "NNP NNS TO VB NN",
            Stand(1, ("refuses", "seeks"), "pledge"),
        ),
        ("Norland fumes at Sudria", "NNP NNS IN NNP", Stand(1, ("appears", "seeks"), "fume")),
        ("Norland hands over trawler", "NNP NNS IN NN", Stand(1, ("sends", "seeks"), "hand")),
        (
            "Norland sanctions Sudrian bank",
            "NNP NNS JJ NN",
            Stand(1, ("accuses", "seeks"), "sanction"),
        ),
    ],
)
def test_word_that_may_be_the_verb_gets_a_stand_in(headline: str, tags: str, stand: Stand) -> None:
    assert stands(headline.split(), tags.split()) == (stand,)


def test_comma_between_two_subjects_stands_for_and() -> None:
    found = stands(["Norland", ",", "Sudria", "ink", "treaty"], ["NNP", ",", "NNP", "NN", "NN"])

    assert found == (Stand(1, ("and", "and"), ","), Stand(3, ("accuse", "seek"), "ink"))


@pytest.mark.parametrize(
    ("headline", "tags"),
    [
        ("Norland sanctions relief", "NNP NNS NN"),
        ("New sanctions on Sudria", "JJ NNS IN NNP"),
        ("Norland jails miners .", "NNP NNS NNS ."),
        ("Norland opens its border", "NNP VBZ PRP$ NN"),
        ("Fighting in Norland", "NN IN NNP"),
    ],
)
def test_noun_phrases_full_sentences_and_plain_verbs_are_left_alone(
    headline: str, tags: str
) -> None:
    assert stands(headline.split(), tags.split()) == ()
