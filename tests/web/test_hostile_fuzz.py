"""Whatever a report says, a page has the elements that it would have with harmless words."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.ledger import Ledger
from detente.web import Desk
from web.conftest import client_of
from web.hostility import HOSTILE_WORDS, PAYLOADS
from web.reading import Seen, seen_in
from web.shelf import hostile_ledger

N_AT_ONCE = 24  # words a ledger: making it costs more than its pages
LEADING = {"href", "src", "srcset", "action", "formaction", "data", "poster", "hx-get", "hx-post"}


def shown(words: list[str]) -> list[Seen]:
    """The pages on reports that say these words, and on their events; in the order of the words."""
    with TemporaryDirectory() as folder:
        path = hostile_ledger(Path(folder), words)
        with Ledger.open(path, read_only=True) as ledger:
            reports = sorted(ledger.reports(), key=lambda one: str(one.published))
            events = sorted(ledger.events(), key=lambda one: str(one.date))
        desk = client_of(Desk(ledger=path))
        addresses = [f"/report/{one.id}" for one in reports]
        addresses += [f"/event/{one.id}" for one in events]
        found = [desk.get(one) for one in [*addresses, "/", "/about"]]
    assert [one.status_code for one in found] == [200] * len(found)
    return [seen_in(one.text) for one in found]


@cache
def harmless(count: int) -> list[Seen]:
    """The same pages where nothing is hostile."""
    return shown([f"harmless {number}" for number in range(count)])


def made_of(page: Seen) -> list[tuple[str, tuple[str, ...]]]:
    """Each element with the names of its attributes; not how often a word breaks in lines."""
    found = [(tag, tuple(attributes)) for tag, attributes in page.elements if tag != "br"]
    return [one for one in found if one != ("span", ("class",))]


def check(hostile: list[str]) -> None:
    """Compare hostile words with as many harmless ones; see where their links lead."""
    for found, expected in zip(shown(hostile), harmless(len(hostile)), strict=True):
        assert set(made_of(found)) <= set(made_of(expected)) | _OPTIONAL
        for tag, attributes in found.elements:
            assert not [name for name in attributes if name.startswith(("on", "hx-on"))]
            for name in LEADING & set(attributes):
                assert attributes[name][:1] in {"/", "#"} or tag == "a", attributes
                assert attributes[name][:2] != "//", attributes
                assert "canary.example" not in attributes[name] or _is_named(attributes), attributes


@settings(max_examples=2)
@given(st.lists(HOSTILE_WORDS, min_size=N_AT_ONCE, max_size=N_AT_ONCE, unique=True))
def test_made_words_add_no_element_and_no_handler(hostile: list[str]) -> None:
    check(hostile)


def test_words_written_by_hand_add_no_element_and_no_handler() -> None:
    check(list(PAYLOADS))


def test_a_speaker_of_blanks_breaks_no_page_of_two_sides(tmp_path: Path) -> None:
    desk = client_of(Desk(ledger=hostile_ledger(tmp_path, ["\u00a0", "Holm"])))

    assert desk.get("/dyad/NRL/SDR").status_code == 200


# Private
_OPTIONAL = {("a", ("href", "rel"))}  # to where a report was published, if that is on the web


def _is_named(attributes: dict[str, str]) -> bool:
    """A link to a page of the desk on such words, or to where it was published."""
    return attributes["href"].startswith("/") or attributes.get("rel") == "noreferrer nofollow"
