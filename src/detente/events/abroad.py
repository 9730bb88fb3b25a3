"""A government's measure against another state -> SANCTION: "cut electricity to *Sudria*".

In:  an act with its roles.   Out: the act; COERCE becomes SANCTION where it bears on another state.
Does not: touch arrests, seizures or deportations, which bear on persons wherever they are from.

PLOVER's COERCE restricts people whom a state rules; what it withholds from another government or
from that one's firms curtails their relations.
"""

from dataclasses import replace

from detente.events.act import Act

__all__ = ["as_sanction_abroad"]

_RULING = frozenset({None, "GOV", "LEG"})
_TARGETS = _RULING | {"BUS"}
_CURTAILING = frozenset({None, "restrict", "withhold"})


def as_sanction_abroad(act: Act) -> Act:
    """Turn a restriction or withholding that one state imposes on another into a sanction."""
    if act.type != "COERCE" or act.mode not in _CURTAILING:
        return act
    acting = [actor for link in act.roles.agents for actor in link.actors]
    targets = [actor for link in act.roles.recipients for actor in link.actors]
    own = {actor.country for actor in acting}
    is_of_state = bool(own) and None not in own and all(a.sector in _RULING for a in acting)
    is_abroad = bool(targets) and all(
        actor.country not in own | {None} and not actor.is_guessed and actor.sector in _TARGETS
        for actor in targets
    )
    return replace(act, type="SANCTION", mode="discontinue") if is_of_state and is_abroad else act
