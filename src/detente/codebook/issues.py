"""Rows of issues.csv, or of a user's file like it -> issues.

In:  the file's text and the issues known before.   Out: its issues, in file order.
Does not: close the list. Issues are open; what is checked is that each has a place in the
hierarchy and names of its own.
"""

from collections.abc import Mapping, Sequence

from detente.codebook.entries import IssueRow, read_csv, refuse
from detente.codebook.model import Context, Issue

__all__ = ["read_issues"]


def read_issues(
    file: str, text: str, known: Sequence[Issue], contexts: Sequence[Context]
) -> tuple[Issue, ...]:
    """Read issues that add to ``known``; ``contexts`` are those that an issue may give."""
    rows = [(where, _issue(row)) for where, row in read_csv(file, text, IssueRow)]
    parents = {issue.id: issue.parent for issue in known}
    for where, issue in rows:
        if issue.id in parents:
            refuse(file, where, f"{issue.id!r} is listed twice")
        parents[issue.id] = issue.parent
    owners = {name.casefold(): issue.id for issue in known for name in issue.names}
    context_names = {context.name for context in contexts}
    for where, issue in rows:
        if issue.context not in context_names:
            refuse(file, where, f"{issue.id}: no context {issue.context!r}")
        _check_parent(file, where, issue, parents)
        _claim_names(file, where, issue, owners)
    return tuple(issue for _, issue in rows)


def _issue(row: IssueRow) -> Issue:
    aliases = (alias.strip() for alias in row.aliases.split(";"))
    return Issue(
        id=row.id,
        names=(row.id, *filter(None, aliases)),
        parent=row.parent,
        context=row.context,
        source=row.source,
    )


def _check_parent(file: str, where: str, issue: Issue, parents: Mapping[str, str | None]) -> None:
    seen = {issue.id}
    parent = issue.parent
    while parent is not None and parent not in seen:
        if parent not in parents:
            refuse(file, where, f"{issue.id}: no issue {parent!r} to belong to")
        seen.add(parent)
        parent = parents[parent]
    if parent is not None:
        refuse(file, where, f"{issue.id} belongs to itself, by way of {issue.parent!r}")


def _claim_names(file: str, where: str, issue: Issue, owners: dict[str, str]) -> None:
    """A word that means two issues, whatever its capitals, means neither."""
    for name in issue.names:
        owner = owners.setdefault(name.casefold(), issue.id)
        if owner != issue.id:
            refuse(file, where, f"{issue.id}: {name!r} already names {owner!r}")
