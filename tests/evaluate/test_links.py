import gzip
from datetime import date
from itertools import count
from pathlib import Path

import msgspec
import pytest

from builders import an_actor
from detente.actors import load_gazetteer
from detente.errors import BadInput
from detente.evaluate import Suite, evaluate
from detente.evaluate.links import (
    LinkRow,
    WikiLink,
    article_title,
    is_aside,
    score_links,
    wiki_actors,
)
from detente.evaluate.matching import sectors
from detente.records import Actor, Link, Mention, MentionKind, Span
from evaluate.fakes import FakeSystem, a_miss

TEXT = "The Knesset met as Hamas and Boris Johnson called."
KNESSET, HAMAS, JOHNSON = (4, 11), (19, 24), (29, 42)
BODIES = {"EUR", "IGO", "IMG", "NGO", "UNO"}  # in place of a country


def _id(*, aside: bool) -> str:
    return next(str(n) for n in count() if is_aside(str(n)) == aside)


def _row(*links: tuple[tuple[int, int], str], aside: bool = False, text: str = TEXT) -> LinkRow:
    spans = tuple(WikiLink(span, text[slice(*span)], wiki) for span, wiki in links)
    return LinkRow(id=_id(aside=aside), date=date(2020, 8, 1), text=text, links=spans)


def _link(span: tuple[int, int], *actors: Actor, kind: MentionKind = MentionKind.NAME) -> Link:
    mention = Mention(span=Span(*span), sentence=0, head=0, kind=kind)
    return Link(mention=mention, actors=actors, score=0.9, reason="told to")


def test_what_overlaps_is_found_and_each_part_of_it_is_counted() -> None:
    row = _row((KNESSET, "Knesset"), (HAMAS, "Hamas"), (JOHNSON, "Boris_Johnson"))
    system = FakeSystem(
        links={
            row.id: [
                _link((0, 11), an_actor("ISR-GOV")),
                _link(HAMAS, an_actor("PSE-REB", id="pse-qassam-brigades")),
                _link((35, 42), an_actor("USA-GOV", id="somebody")),
            ]
        }
    )

    figures = score_links([row], system)

    assert figures.as_json() == {
        "n": 3,
        "found": 1.0,
        "country": 0.666667,
        "sector": 0.333333,
        "identity": 0.0,
        "right": 0.0,
        "develop_states": 0.0,
        "develop_groups": 0.0,
        "develop_offices": None,
        "develop_persons": 0.0,
        "aside_states": None,
        "aside_groups": None,
        "aside_offices": None,
        "aside_persons": None,
    }
    assert [miss.why for miss in figures.misses] == [
        "wrong sector",
        "wrong identity",
        "wrong country",
    ]
    assert figures.kinds == tuple(
        (f"{kind}, to develop on", 0, 1) for kind in ("organ", "group", "person")
    )


def test_any_of_several_links_may_be_right() -> None:
    row = _row((JOHNSON, "Boris_Johnson"))
    right = an_actor("GBR-GOV", id="boris-johnson")
    links = [_link((29, 34), an_actor("USA")), _link(JOHNSON, an_actor("USA-GOV"), right)]

    figures = score_links([row], FakeSystem(links={row.id: links}))

    assert figures.as_json()["right"] == 1.0
    assert figures.misses == ()


def test_words_that_do_not_name_need_no_identity_but_must_not_have_a_wrong_one() -> None:
    row = _row((HAMAS, "Hamas"), text="Xxx xxxxxxx xxx xx group.")
    nameless, other = an_actor("PSE-REB"), an_actor("PSE-REB", id="pse-qassam-brigades")
    by_role = FakeSystem(links={row.id: [_link(HAMAS, nameless, kind=MentionKind.ROLE)]})
    by_name = FakeSystem(links={row.id: [_link(HAMAS, nameless, kind=MentionKind.ENTITY)]})
    wrong = FakeSystem(links={row.id: [_link(HAMAS, other, kind=MentionKind.ROLE)]})

    rights = [score_links([row], one).as_json()["right"] for one in (by_role, by_name, wrong)]

    assert rights == [1.0, 0.0, 0.0]


def test_misses_of_the_half_set_aside_are_counted_and_not_shown() -> None:
    rows = [_row((HAMAS, "Hamas")), _row((HAMAS, "Hamas"), aside=True)]

    figures = score_links(rows, FakeSystem())

    assert figures.misses == (
        a_miss(rows[0].id, TEXT, "'Hamas' = Hamas (group, PSE-REB;PTY)", "nothing", "not found"),
    )
    assert figures.kinds == (("group, to develop on", 0, 1), ("group, set aside", 0, 1))
    assert figures.notes == (
        "not counted, links to other articles: 0",
        "misses to develop on, group: 1 not found",
    )


def test_other_articles_are_not_counted_and_texts_without_actors_not_read() -> None:
    row = _row((KNESSET, "Cherry_blossom"))
    system = FakeSystem()
    seen: list[int] = []

    figures = score_links([row], system, seen.append)

    assert figures.as_json()["n"] == 0
    assert figures.notes == ("not counted, links to other articles: 1",)
    assert (system.reports, seen) == ([], [1])


def test_topics_stand_over_the_text() -> None:
    row = msgspec.structs.replace(_row((HAMAS, "Hamas")), topics=("Floods", "Floods in Norland"))
    system = FakeSystem()

    score_links([row], system)

    assert [(one.title, one.published) for one in system.reports] == [
        ("Floods; Floods in Norland", date(2020, 8, 1))
    ]


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("Government_of_India", "Government of India"),
        ("Recep_Tayyip_Erdo%C4%9Fan", "Recep Tayyip Erdoğan"),
        ("Knesset#History", "Knesset"),
    ],
)
def test_addresses_become_titles(address: str, title: str) -> None:
    assert article_title(address) == title


def test_a_packed_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "links.jsonl.gz"
    row = _row((HAMAS, "Hamas"))
    path.write_bytes(gzip.compress(msgspec.json.encode(row)))

    assert evaluate(Suite.LINKS, path, FakeSystem()).as_json()["n"] == 1


def test_a_broken_packed_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "links.jsonl.gz"
    path.write_bytes(gzip.compress(b"{}")[:-4])

    with pytest.raises(BadInput, match=r"cannot read gold file .*links\.jsonl\.gz"):
        evaluate(Suite.LINKS, path, FakeSystem())


def test_the_table_of_articles_has_our_codes_and_ids() -> None:
    gazetteer = load_gazetteer()
    actors = wiki_actors().values()

    assert len(actors) >= 2500
    assert {code for one in actors for code in one.country.split(";")} <= gazetteer.states | BODIES
    assert {code for one in actors for code in one.sector.split(";") if code} <= sectors()
    assert {one.actor for one in actors if one.actor} <= set(gazetteer.entries)


def test_titles_are_as_in_addresses_and_in_order() -> None:
    keys = [(one.kind, one.title) for one in wiki_actors().values()]

    assert keys == sorted(keys)
    assert all(article_title(title) == title for _, title in keys)
