from detente.language.letters import unmarked


def test_letters_whose_mark_cannot_be_stripped_are_written_plain() -> None:
    assert unmarked("Łukasz Đặng of Øster") == "Lukasz Dang of Oster"


def test_marks_that_stand_loose_are_left_out() -> None:
    assert unmarked("H\u0331olon") == "Holon"


def test_other_scripts_stay() -> None:
    assert unmarked("서울, Αθήνα") == "서울, Αθηνα"
