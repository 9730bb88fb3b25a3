"""The weights of sectors and of contexts: what a cue, a vector and the last row add."""

from io import BytesIO

import numpy as np

from detente.events.reader.decide import ACTS, SUFFERS
from detente.events.reader.features import Heard
from detente.events.reader.sectors import Sectors, Sided, views
from detente.events.reader.topics import ContextHead

MENTION, WORD = np.array([1.0, 0.0]), np.array([0.0, 1.0])
NONE = np.zeros((3, 2))


def _written(**tables: object) -> bytes:
    written = BytesIO()
    np.savez_compressed(written, **tables)  # type: ignore[arg-type]
    return written.getvalue()


def _sectors(**tables: object) -> Sectors:
    given = {
        "cues": np.array(["any", "head soldier"]),
        "sectors": np.array(["CVL", "MIL"]),
        "weights": np.array([[1.0, 0.0], [0.0, 3.0]]),
        "mention": NONE,
        "actor": NONE,
        "recipient": NONE,
    }
    return Sectors(_written(**{**given, **tables}))


def _sided(role: int) -> Sided:
    return Sided(
        sentence=0,
        word=0,
        type="ASSAULT",
        role=role,
        link=None,
        country=None,
        across=(),
        seen=MENTION,
        seen_word=WORD,
    )


def test_cues_that_were_taught_add_up_and_others_tell_nothing() -> None:
    table = _sectors()
    assert table.likeliest(["any"], (None, None, None)) == "CVL"
    assert table.likeliest(["any", "head soldier", "head baker"], (None, None, None)) == "MIL"


def test_a_vector_that_is_seen_weighs_beside_the_cues() -> None:
    soldierly = np.array([[0.0, 2.0], [0.0, 0.0], [0.0, 0.5]])
    table = _sectors(mention=soldierly)
    assert table.likeliest(["any"], (MENTION, None, None)) == "MIL"
    assert table.likeliest(["any"], (None, None, None)) == "CVL"


def test_the_acts_word_is_weighed_by_the_sides_role() -> None:
    assert views(_sided(ACTS))[0] is MENTION
    assert views(_sided(ACTS))[1] is WORD
    assert views(_sided(ACTS))[2] is None
    assert views(_sided(SUFFERS))[1] is None
    assert views(_sided(SUFFERS))[2] is WORD


def test_other_weights_have_another_digest() -> None:
    assert _sectors().digest != _sectors(mention=np.ones((3, 2))).digest


def test_a_contexts_share_is_of_word_sentence_and_last_row() -> None:
    weights = np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 0.0], [0.0, -2.0], [0.5, 0.0]])
    head = ContextHead(_written(contexts=np.array(["military", "health"]), weights=weights))
    heard = Heard(
        word=0,
        types=(),
        statuses=(),
        background=0.0,
        retold=0.0,
        unnamed=0.0,
        modes=(),
        roles={},
        vector=MENTION,
        around=WORD,
        mentions={},
    )
    shares = head.shares(heard)
    assert shares == {"military": 0.8176, "health": 0.1192}
