"""What one marked sentence teaches."""

from detente.records import Status
from training.corpus import read_line
from training.labels import MODES, STATUSES, TYPES, modes_of
from training.lessons import Lesson, held_back, lessons_of


def lessons(line: str) -> list[Lesson]:
    return lessons_of([read_line(line, "test.txt", 1)])


def words(lesson: Lesson) -> tuple[list[str], list[str]]:
    text = lesson.candidate.text
    actors = [text[span.start : span.end] for span in lesson.candidate.actors]
    return actors, [text[span.start : span.end] for span in lesson.candidate.recipients]


def test_own_act_comes_first_with_its_labels() -> None:
    own = lessons("[A Norland] will {visit} [R Sudria]. => CONSULT/visit | future | diplomatic")[0]
    assert TYPES[own.type] == "CONSULT"
    assert own.mode is not None
    assert MODES[own.mode] == "CONSULT/visit"
    assert own.status is not None
    assert STATUSES[own.status] is Status.FUTURE
    assert own.contexts is not None


def test_no_act_lies_between_the_sides_and_a_bystander() -> None:
    found = lessons("[A Norland] {jailed} [R a Sudrian] as [O Westmark] voted. => COERCE | actual")
    nothing = [words(lesson) for lesson in found if TYPES[lesson.type] == "NONE"]
    assert (["Norland"], ["Westmark"]) in nothing
    assert (["Westmark"], ["a Sudrian"]) in nothing


def test_mutual_act_is_also_asked_for_as_one_side_acting_on_the_other() -> None:
    found = lessons("[A Norland] and [A Sudria] {met}. => CONSULT | actual")
    assert [words(lesson) for lesson in found] == [
        (["Norland", "Sudria"], []),
        (["Norland"], ["Sudria"]),
    ]


def test_an_act_is_not_done_the_other_way_round() -> None:
    lines = (f"[A Norland] {{accused}} [R Sudria] {n} times. => ACCUSE | actual" for n in range(40))
    found = [lesson for line in lines for lesson in lessons(line)]
    reversed_ = [lesson for lesson in found if words(lesson)[0] == ["Sudria"]]
    assert reversed_
    assert {TYPES[lesson.type] for lesson in reversed_} == {"NONE"}


def test_hard_negative_teaches_no_status() -> None:
    (lesson,) = lessons("[A Norland] {lies} south of [R Sudria]. => NONE")
    assert TYPES[lesson.type] == "NONE"
    assert lesson.status is None


def test_without_sides_only_the_status_is_taught() -> None:
    lesson = lessons("[A Norland] {met} [R Sudria]. => CONSULT | actual")[0].without_sides()
    assert lesson.candidate.actors == lesson.candidate.recipients == ()
    assert lesson.type < 0
    assert lesson.status == 0


def test_one_example_in_ten_is_held_back_whatever_else_is_there() -> None:
    lines = [f"[A Norland] {{met}} [R Sudria] {n} times. => CONSULT | actual" for n in range(400)]
    examples = [read_line(line, "test.txt", 1) for line in lines]
    share = sum(held_back(example) for example in examples) / len(examples)
    assert 0.05 < share < 0.15


def test_modes_stand_with_their_types_and_none_first() -> None:
    places = modes_of("CONSULT")
    assert MODES[places[0]] == "CONSULT/"
    assert all(MODES[place].startswith("CONSULT/") for place in places)
    assert modes_of("AGREE") == []
