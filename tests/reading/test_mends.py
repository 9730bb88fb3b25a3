from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from detente.reading.parse import mend
from detente.records import Span, Token

WORDS = ("Ali", "al", "-", "Majid", "and", ",", "accused", "Kenya", "trucks", "gave", "was")
DEPS = (
    "ROOT", "nsubj", "dobj", "compound", "punct", "conj", "cc", "appos", "nmod", "dative", "pobj",
)  # fmt: skip
LABELS = ("PERSON", "GPE", None)


@st.composite
def parses(draw: st.DrawFn) -> list[Token]:
    """Any tree over a few words, those of one name among them, written without spaces."""
    count = draw(st.integers(1, 9))
    order = draw(st.permutations(range(count)))
    heads = {order[0]: order[0]}
    for place, index in enumerate(order[1:], 1):
        heads[index] = order[draw(st.integers(0, place - 1))]
    tokens, start = [], 0
    for index in range(count):
        text = draw(st.sampled_from(WORDS))
        tokens.append(
            Token(
                index=index,
                span=Span(start, start + len(text)),
                text=text,
                lemma=text,
                pos=draw(st.sampled_from(("PROPN", "VERB", "PUNCT", "NOUN", "CCONJ"))),
                tag=draw(st.sampled_from(("NNP", "VBD", "VBN", "HYPH", "NN", "CC"))),
                dep="ROOT" if heads[index] == index else draw(st.sampled_from(DEPS)),
                head=heads[index],
                entity=draw(st.sampled_from(LABELS)),
            )
        )
        start += len(text) + draw(st.integers(0, 1))
    return tokens


@given(parses())
def test_a_mended_parse_is_a_tree(tokens: list[Token]) -> None:
    assert all(_reaches_a_root(mend(tokens), token.index) for token in tokens)


def test_a_name_whose_last_piece_hangs_on_its_hyphen_is_one_name() -> None:
    tokens = [
        _piece(0, "al", 3, "compound"),
        _piece(1, "-", 3, "nsubj"),
        _piece(2, "Majid", 1, "nmod"),
        Token(index=3, span=Span(9, 15), text="fought", lemma="fight", pos="VERB", tag="VBD",
              dep="ROOT", head=3),
    ]  # fmt: skip

    _, hyphen, last, _ = mend(tokens)

    assert (hyphen.dep, hyphen.head) == ("punct", 2)
    assert (last.dep, last.head) == ("nsubj", 3)


def _piece(index: int, text: str, head: int, dep: str) -> Token:
    start = {0: 0, 1: 2, 2: 3}[index]
    return Token(
        index=index, span=Span(start, start + len(text)), text=text, lemma=text, pos="PROPN",
        tag="NNP", dep=dep, head=head, entity="PERSON",
    )  # fmt: skip


def _reaches_a_root(tokens: Sequence[Token], index: int) -> bool:
    for _ in tokens:
        index = tokens[index].head
    return tokens[index].head == index
