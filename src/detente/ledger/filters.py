"""What a person asks for -> the conditions of a query, with named parameters.

In:  a ``Filter`` and the table that is asked.   Out: SQL conditions and their values.
Does not: run SQL, or guess: a filter that a table cannot answer is refused.
"""

from collections.abc import Mapping
from datetime import date
from typing import TypedDict

from detente.errors import BadInput

__all__ = ["STANDINGS", "Filter", "check_days", "conditions"]

STANDINGS = ("affirmed", "denied", "unconfirmed", "disputed", "reported")
Value = str | int | date | list[str]


class Filter(TypedDict, total=False):
    """What rows must have; what is left out does not matter.

    ``id`` is an id or how it begins, ``ids`` whole ones. ``dyad`` are two countries, whoever
    acts; ``actor`` and ``recipient`` a code (``USA``, ``USA-GOV``) or a gazetteer id, where
    ``USA`` holds all of its organs; ``place`` a country's code or a name. ``since`` and ``until``
    are days of acts; for reports and statements, of publication. ``report`` is an id or a key.
    ``claim`` is a whole id of a claim that events rest on, ``linked_to`` that of an event on which
    they bear. ``run`` asks for one run's rows instead of those that count.
    """

    id: str
    ids: list[str]
    dyad: tuple[str, str]
    actor: str
    recipient: str
    type: str
    mode: str
    issue: str
    status: str
    standing: str
    since: date
    until: date
    place: str
    outlet: str
    speaker: str
    report: str
    claim: str
    linked_to: str
    run: str
    limit: int


_ACTOR = (
    "(list_contains({side}s, ${name}) OR list_contains({side}_countries, ${name})"
    " OR list_contains({side}_ids, ${name}))"
)
_ACT = {
    "id": "starts_with(t.id, $id)",
    "actor": _ACTOR.format(side="t.actor", name="actor"),
    "recipient": _ACTOR.format(side="t.recipient", name="recipient"),
    "type": "t.type = $type",
    "mode": "t.mode = $mode",
    "issue": "list_contains(t.issues, $issue)",
    "status": "t.status = $status",
    "place": "(t.place_country = $place OR lower(t.place_name) = lower($place))",
}
_REPORT = {
    "outlet": "lower(r.outlet) = lower($outlet)",
    "report": "(r.id = $report OR r.key = $report)",
}
_SPEAKER = "(t.speaker = $speaker OR starts_with(t.speaker, $speaker || '-'))"
_BETWEEN = (
    "((list_contains(t.actor_countries, $one) AND list_contains(t.actor_countries, $other))"
    " OR (list_contains(t.actor_countries, $one) AND list_contains(t.recipient_countries, $other))"
    " OR (list_contains(t.actor_countries, $other) AND list_contains(t.recipient_countries, $one)))"
)
_TESTIFIED = (
    "t.id IN (SELECT event_id FROM event_claims JOIN current_claims AS c ON c.id = claim_id"
    " JOIN reports AS r ON r.id = c.report_id WHERE {condition})"
)

CONDITIONS: Mapping[str, Mapping[str, str]] = {
    "claims": {
        **_ACT,
        **_REPORT,
        "dyad": _BETWEEN,
        "since": "coalesce(t.date_end, r.published) >= $since",
        "until": "coalesce(t.date_start, r.published) <= $until",
        "speaker": _SPEAKER,
    },
    "events": {
        **_ACT,
        "dyad": (
            "t.id IN (SELECT event_id FROM event_dyads"
            " WHERE one = least($one, $other) AND event_dyads.other = greatest($one, $other))"
        ),
        "since": "t.date_end >= $since",
        "until": "t.date_start <= $until",
        **{name: _TESTIFIED.format(condition=words) for name, words in _REPORT.items()},
        "speaker": _TESTIFIED.format(condition=_SPEAKER.replace("t.", "c.")),
        "claim": "t.id IN (SELECT event_id FROM event_claims WHERE claim_id = $claim)",
        "linked_to": "t.id IN (SELECT event_id FROM event_links WHERE other_id = $linked_to)",
    },
    "statements": {
        **_REPORT,
        "id": "starts_with(t.id, $id)",
        "actor": "(t.speaker = $actor OR t.speaker_country = $actor OR t.speaker_id = $actor)",
        "speaker": _SPEAKER,
        "dyad": (
            "list_contains(list_append(t.about, t.speaker_country), $one)"
            " AND list_contains(list_append(t.about, t.speaker_country), $other)"
        ),
        "type": "t.kind = $type",
        "issue": "list_contains(t.issues, $issue)",
        "since": "r.published >= $since",
        "until": "r.published <= $until",
    },
    "remarks": {
        **_REPORT,
        "id": "starts_with(t.id, $id)",
        "dyad": (
            "list_contains(list_append(t.about, t.side), $one)"
            " AND list_contains(list_append(t.about, t.side), $other)"
        ),
        "type": "t.kind = $type",
        "issue": "list_contains(t.issues, $issue)",
        "since": "r.published >= $since",
        "until": "r.published <= $until",
    },
    "reports": {
        **{name: words.replace("r.", "t.") for name, words in _REPORT.items()},
        "id": "starts_with(t.id, $id)",
        "since": "t.published >= $since",
        "until": "t.published <= $until",
    },
    "problems": {
        "id": "starts_with(t.id, $id)",
        "type": "t.kind = $type",
        "report": "(t.report_id = $report OR t.key = $report)",
    },
    "runs": {"id": "starts_with(t.id, $id)"},
}
_STANDINGS = {
    "affirmed": "len(t.affirmed_by) > 0",
    "denied": "len(t.denied_by) > 0",
    "unconfirmed": "len(t.unconfirmed_by) > 0",
    "disputed": "t.standing = 'disputed'",
    "reported": "t.standing = 'reported'",
}


def conditions(table: str, wanted: Filter) -> tuple[list[str], dict[str, Value]]:
    """Write the conditions for one table, and the values of their parameters.

    Raises:
        BadInput: the table has nothing that the filter asks for, or its days run backwards.
    """
    check_days(wanted.get("since"), wanted.get("until"))
    known, words, values = CONDITIONS[table], list[str](), dict[str, Value]()
    for name, value in wanted.items():
        if value is None or name in {"limit", "run"}:
            continue
        if name == "standing" and table == "events":
            words.append(_standing(str(value)))
        elif name == "ids" and isinstance(value, list):
            words.append("t.id IN (SELECT unnest($ids::VARCHAR[]))")
            values["ids"] = value
        elif name not in known:
            able = ", ".join(sorted(other for other in CONDITIONS if name in CONDITIONS[other]))
            raise BadInput(f"{table} cannot be asked by {name}; {able or 'events'} can")
        elif isinstance(value, tuple):
            words.append(known[name])
            values["one"], values["other"] = value
        elif isinstance(value, str | int | date):
            words.append(known[name])
            values[name] = value
    return words, values


def check_days(since: date | None, until: date | None) -> None:
    """Refuse days between which there is none.

    Raises:
        BadInput: the first is after the last.
    """
    if since is not None and until is not None and since > until:
        raise BadInput(f"since {since} is after until {until}: no day is between them")


def _standing(word: str) -> str:
    """Write the condition for a standing.

    Raises:
        BadInput: there is no such standing.
    """
    if word not in _STANDINGS:
        raise BadInput(f"{word!r} is no standing; choose one of: {', '.join(STANDINGS)}")
    return _STANDINGS[word]
