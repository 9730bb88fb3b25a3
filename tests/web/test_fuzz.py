"""Whatever is asked, the desk answers; it never fails."""

from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

PATHS = (
    *("/dyad/{}/{}", "/event/{}", "/report/{}?at={}", "/claim/{}", "/actor/{}", "/issue/{}"),
    *("/outlet/{}", "/search?q={}", "/picture/{}/{}.svg", "/static/{}", "/dyad?one={}&other={}"),
    *("/dyad/NRL/SDR?type={}&after={}", "/dyad/NRL/SDR?since={}&until={}", "/api/v1/events?{}={}"),
    *("/api/v1/claims?actor={}&after={}", "/api/v1/reports/{}", "/api/v1/actors?words={}&after={}"),
)
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["NRL", "\x00", "..", "../..", "%", "'", "1-9", "-1", "9" * 30, "\ud800", "é"]),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(PATHS), words=st.tuples(WORDS, WORDS), as_json=st.booleans())
def test_no_address_makes_the_desk_fail(
    desk: TestClient, path: str, words: tuple[str, str], *, as_json: bool
) -> None:
    spelled = [quote(word.encode("utf-8", "surrogatepass"), safe="") for word in words]
    address = path.format(*spelled[: path.count("{}")])

    found = desk.get(address, headers={"accept": "*/*" if as_json else "text/html"})

    assert found.status_code in {200, 303, 304, 400, 404, 405, 422}
