"""XLA405, repeat contacts: users came back more often than they come anyway.

What it flags
    The whole desk, or a segment, in which more resolved contacts were followed by another one of the same user (and
    category) within seven days than the users' own rates explain.
Why it matters
    Such a contact was closed and not solved. It makes first contact resolution look better than it is.
How it is computed
    All finished windows together. Expected by chance: the sum of ``1 - exp(-λ w)`` with each user's own rate λ apart
    from the contact itself and from the days after resolutions, shrunk towards that of all users as far as the
    history is short. ``z = (O - E) / √E``. One contact in a hundred may come back for honest reasons: p is the Poisson
    tail of O against E and 1 % of the contacts. Raised where p, adjusted by Benjamini-Hochberg at 10 % over the
    whole and all segments, stays below, the excess over E is at least 2 % of the contacts, and there are 50 contacts
    or more. The counterfactual is first contact resolution with chance allowed for: the claimed less the repeats,
    and those back in that came by chance. The windows are listed, and not judged one by one.
False alarms
    A rate pooled over users would flag every desk with frequent callers; their own rates do not. Also explained by:
    an outage or a roll-out, a season, users who report several matters of one category, work that is done in
    agreed steps.
What to do
    Read a sample of the tickets that came back; ask users whether it was solved, some days later; promise verified
    first contact resolution.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from xlakit import stats
from xlakit.model import Evidence, Finding
from xlakit.model.figures import percent, whole
from xlakit.rules.rule import Clear, NotApplicable, Rule
from xlakit.rules.words import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlakit.rules.case import Case

CODE = "XLA405"
FALSE_DISCOVERIES = 0.10
HONEST, LEAST_EXCESS = 0.01, 0.02
CONTACTS = 50
SUMS = ("contacts", "repeats", "expected", "claimed", "claimed_repeats", "claimed_expected")


class _Place(NamedTuple):
    rows: list[Mapping[str, Any]]
    sums: Mapping[str, Any]
    found: stats.Excess
    p_value: float


def check(case: Case) -> tuple[Finding, ...] | Clear | NotApplicable:
    """Return a finding for the whole and each segment with more repeat contacts than chance gives."""
    rows: dict[tuple[tuple[str, str], ...], list[Mapping[str, Any]]] = {}
    for row in case.signals["requesters"]:
        rows.setdefault(row["segment"], []).append(row)
    places = {
        segment: place
        for segment, found in sorted(rows.items())
        if (place := _place(found)).sums["contacts"] >= CONTACTS
    }
    if not places:
        return NotApplicable(f"needs {CONTACTS} contacts in finished windows, watched for seven days")
    adjusted = stats.benjamini_hochberg([place.p_value for place in places.values()])
    findings = tuple(
        _finding(segment, place, chance)
        for (segment, place), chance in zip(places.items(), adjusted, strict=True)
        if chance <= FALSE_DISCOVERIES and place.found.excess >= LEAST_EXCESS * place.sums["contacts"]
    )
    return findings or Clear(f"the whole and its segments: {len(places)} looked at")


def _place(rows: list[Mapping[str, Any]]) -> _Place:
    sums = {name: sum(row[name] for row in rows) for name in SUMS}
    found = stats.excess(sums["repeats"], sums["expected"])
    honest = stats.excess(sums["repeats"], sums["expected"] + HONEST * sums["contacts"])
    return _Place(rows, sums, found, honest.p_value)


def _finding(segment: tuple[tuple[str, str], ...], place: _Place, adjusted: float) -> Finding:
    where = f"{named(segment)}: " if segment else ""
    sums, found = place.sums, place.found
    first = stats.chance_adjusted(
        sums["contacts"], sums["claimed"], sums["claimed_repeats"], sums["claimed_expected"]
    )
    told = ""
    evidence = [
        Evidence(what="contacts that were followed by another", value=found.observed, count=sums["contacts"]),
        Evidence(what="of them by chance, at each user's own rate", value=found.expected),
        Evidence(what="more than by chance", value=found.excess, count=sums["contacts"]),
        Evidence(what="z against chance", value=found.z),
        Evidence(
            what="p against chance and 1% of contacts, adjusted for everything looked at", value=adjusted
        ),
    ]
    if first is not None and sums["claimed"]:
        told = (
            f" First contact resolution: {percent(first.claimed)} as claimed, {percent(first.adjusted)} with chance"
            " allowed for."
        )
        evidence += [
            Evidence(what="first contact resolution, claimed", value=first.claimed, unit="share"),
            Evidence(what="the same, verified", value=first.verified, unit="share"),
            Evidence(what="the same, with chance allowed for", value=first.adjusted, unit="share"),
            Evidence(what="inflation", value=first.inflation, unit="share"),
        ]
    evidence += [
        Evidence(
            what=f"{row['window'].label}: followed, and by chance",
            value=f"{row['repeats']} of {row['contacts']}, {row['expected']:.1f}",
        )
        for row in place.rows
    ]
    return Finding(
        code=CODE,
        severity="warning",
        title="users came back",
        message=(
            f"{where}{whole(found.observed)} of {whole(sums['contacts'])} resolved contacts were followed by another"
            f" within seven days; {found.expected:.1f} would have been anyway. Consistent with tickets closed before"
            f" they were solved; also explained by an outage, a roll-out or a season.{told}"
        ),
        segment=segment,
        evidence=(*evidence, Evidence(what="assumption", value="users come at a steady rate of their own")),
        tickets_affected=round(found.excess),
        examples=tuple(sorted({name for row in place.rows for name in row["examples"]}))[:10],
        advice="Read a sample of the tickets that came back, and ask some days later whether it was solved.",
    )


RULE = Rule(
    CODE,
    "Repeat contacts beyond the users' own rate",
    "warning",
    __doc__ or "",
    check,
    by_segment=True,
    signals=("requesters",),
)
