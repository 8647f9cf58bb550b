"""Which doors of a plan a person may open by saying so, and the scales of self-tests.

Pages ask with them and actions refuse with them, so they stand below both.
"""

from rehab.programme.gates import GateState

# What nobody wrote down yet and the person may confirm on the page that begins a plan.
CONFIRMABLE = frozenset({"attest", "no_marks", "not_at_onset", "pain_at_most"})
# Highest value of each kind: NRS 0-10, repetitions, degrees, centimetres, minutes, percent.
MOST = {"nrs": 10, "count": 500, "degrees": 180, "cm": 100, "minutes": 960, "percent": 100}
WHOLE = ("nrs", "count")


def keeps_out(gate: GateState, attested: frozenset[str]) -> bool:
    """Whether a door keeps a plan from beginning.

    What only the person can tell may be confirmed; a safety question, an age and a
    sign may not: they want an answer of their own.
    """
    if gate.gate.blocks != "programme" or gate.is_open is True:
        return False
    if gate.is_open is False:
        return True
    return gate.gate.kind not in CONFIRMABLE or gate.gate.id not in attested
