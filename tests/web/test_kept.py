"""Heavy work is done once, its last results are kept, and a write ends only what it touches."""

from threading import Barrier, Event, Thread

import pytest

from builders import a_claim, a_coding, a_report
from detente.web.kept import ALL, Answers, Kept, Made, Touches, block_of, subjects_of, told


def test_what_is_kept_is_not_made_again() -> None:
    kept, made = Kept(), list[int]()

    def make() -> int:
        made.append(1)
        return len(made)

    assert [kept.get("key", make) for _ in range(3)] == [1, 1, 1]


def test_only_the_last_results_are_kept() -> None:
    kept, made = Kept(most=2), list[str]()

    for key in ("a", "b", "a", "c", "a", "b"):
        kept.get(key, lambda key=key: made.append(key))  # type: ignore[misc]  # bound at once

    assert made == ["a", "b", "c", "b"]


def test_what_many_ask_for_at_once_is_made_once() -> None:
    kept, made, found, all_there = Kept(), list[int](), list[int](), Barrier(5)
    goes_on = Event()

    def make() -> int:
        made.append(1)
        assert goes_on.wait(60)
        return 7

    def ask() -> None:
        all_there.wait(60)
        found.append(kept.get("key", make))

    askers = [Thread(target=ask) for _ in range(4)]
    for asker in askers:
        asker.start()
    all_there.wait(60)
    goes_on.set()
    for asker in askers:
        asker.join()

    assert (found, made) == ([7] * 4, [1])


def test_what_fails_is_told_and_made_again() -> None:
    kept = Kept()

    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 / 0)

    assert kept.get("key", lambda: 7) == 7


def test_a_write_touches_the_countries_of_its_claims_each_two_of_them_and_its_report() -> None:
    report = a_report(outlet="Harbour Wire")
    coding = a_coding(report, claims=(a_claim(report, issues=("fishing",)),), statements=())

    touched = told([coding])

    assert touched == {
        *("NRL", "SDR", "NRL+SDR"),
        *(f"report:{report.id}", "outlet:Harbour Wire", "issue:fishing"),
    }
    assert subjects_of(["SDR", "NRL", "VST"]) >= {"NRL+SDR+VST", "NRL+VST", "VST"}


def test_what_was_made_holds_until_one_of_its_subjects_is_touched() -> None:
    touches = Touches()
    touches.touch(subjects_of(["NRL", "SDR"]))

    assert touches.holds(["VST"], 0)
    assert not touches.holds([block_of(["SDR", "NRL"])], 0)
    assert touches.holds(["NRL"], 1)
    assert not touches.holds([ALL], 0)
    touches.touch_all()
    assert not touches.holds(["VST"], 1)


class Pages:
    """A page on Norland that says how often it was made."""

    def __init__(self, patience_s: float) -> None:
        self.touches = Touches()
        self.answers = Answers(self.touches, patience_s, pace=0)
        self.n_made = 0
        self.is_made = Event()

    def make(self) -> Made:
        self.n_made += 1
        if self.n_made > 1:
            self.is_made.set()
        return Made(body=str(self.n_made).encode(), media_type="text/plain", subjects=["NRL"])

    def ask(self, *, is_fresh: bool = False) -> tuple[bytes, bool]:
        found = self.answers.get("page", self.make, is_fresh=is_fresh)
        return found.made.body, self.answers.is_current(found)


def test_a_page_that_no_write_touched_is_not_made_again() -> None:
    pages = Pages(patience_s=60)

    before = pages.ask()
    pages.touches.touch(["SDR"])

    assert (before, pages.ask()) == ((b"1", True), (b"1", True))
    pages.touches.touch(["NRL"])
    assert pages.ask() == (b"2", True)


def test_a_dear_page_is_shown_out_of_date_while_its_successor_is_made() -> None:
    pages = Pages(patience_s=0)

    pages.ask()
    pages.touches.touch(["NRL"])
    meanwhile = pages.ask()
    assert pages.is_made.wait(60)
    pages.answers.close()

    assert meanwhile == (b"1", False)
    assert pages.ask() == (b"2", True)


def test_who_wants_a_page_fresh_waits_for_it() -> None:
    pages = Pages(patience_s=0)

    pages.ask()
    pages.touches.touch(["NRL"])

    assert pages.ask(is_fresh=True) == (b"2", True)


def test_a_successor_that_cannot_be_made_ends_the_page_that_was_kept() -> None:
    touches, fails = Touches(), Event()
    answers = Answers(touches, patience_s=0, pace=0)

    def make() -> Made:
        if touches.n:
            fails.set()
            raise ZeroDivisionError
        return Made(body=b"1", media_type="text/plain")

    answers.get("page", make)
    touches.touch([])
    answers.known("page")
    assert fails.wait(60)
    answers.close()

    assert answers.known("page") is None


def test_work_beside_is_done_in_its_turn() -> None:
    answers, done = Answers(Touches()), list[str]()

    answers.beside(lambda: done.append("templates"))
    answers.beside(lambda: done.append("pictures"))
    answers.beside(fails := Event().set)
    answers.close()

    assert callable(fails)
    assert done[:1] == ["templates"]
