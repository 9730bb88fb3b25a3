"""Heavy work is done once, and its last results are kept."""

from threading import Barrier, Event, Thread

import pytest

from detente.web.desk import Kept


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
