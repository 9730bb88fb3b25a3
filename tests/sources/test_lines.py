"""Lines of a stream: counted, bounded, decoded one by one."""

from detente.sources.lines import Line, StreamEncoding, find_encoding, read_lines
from sources.readings import stream_of


def lines_of(data: bytes, encoding: str = "utf-8", max_chars: int = 10) -> list[Line]:
    return list(read_lines(stream_of(data), encoding, max_chars=max_chars, newline="\n"))


def test_lines_keep_their_ends_and_are_counted_from_one() -> None:
    assert lines_of(b"one\ntwo\r\nthree") == [
        Line(number=1, text="one\n"),
        Line(number=2, text="two\r\n"),
        Line(number=3, text="three"),
    ]


def test_a_line_that_is_too_long_is_passed_over_and_the_rest_goes_on() -> None:
    assert lines_of(b"one\n" + b"x" * 95 + b"\nthree\n") == [
        Line(number=1, text="one\n"),
        Line(number=2, text="\n", is_cut=True),
        Line(number=3, text="three\n"),
    ]


def test_a_line_of_just_the_bound_is_whole() -> None:
    assert lines_of(b"123456789\nx", max_chars=10) == [
        Line(number=1, text="123456789\n"),
        Line(number=2, text="x"),
    ]


def test_a_line_that_is_no_utf8_is_decoded_by_itself() -> None:
    data = "señor\n".encode() + "señor\n".encode("cp1252")

    assert lines_of(data) == [
        Line(number=1, text="señor\n"),
        Line(number=2, text="señor\n", guess="cp1252"),
    ]


def test_the_stream_stays_open() -> None:
    stream = stream_of(b"one\n")

    list(read_lines(stream, "utf-8", max_chars=10, newline="\n"))

    assert not stream.closed


def test_encoding_is_told_by_the_mark() -> None:
    assert find_encoding("x".encode("utf-16")) == StreamEncoding("utf-16")


def test_a_character_cut_at_the_end_of_the_sample_is_no_other_encoding() -> None:
    assert find_encoding(b"x" + "’".encode()[:2]) == StreamEncoding("utf-8")


def test_encoding_of_western_bytes_is_a_guess() -> None:
    assert find_encoding("señor\n".encode("cp1252")) == StreamEncoding("cp1252", is_guess=True)


def test_declared_encoding_is_no_guess() -> None:
    assert find_encoding("señor\n".encode("cp1252"), "cp1252") == StreamEncoding("cp1252")
