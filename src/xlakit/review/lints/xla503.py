"""XLA503, all stick: everything can be lost and nothing won.

What it flags
    An agreement under which failing costs and doing well brings nothing: no stretch level under a score that counts
    it, no bonus, no points for a good deed. Also a score that only earns, without anything to earn.
Why it matters
    Above the expected level the slope is zero: one more satisfied user changes nothing, so the rational place to be
    is just past the target. Not failing is not the same as doing well.
How it is computed
    From the clauses alone: ``deduct`` never rewards; ``net`` and ``earn`` reward through ``stretch``; ``points``
    through a positive ``each``; money through a bonus, an improvement incentive, a gain-share or an experience pool.
False alarms
    Public contracts in which rewards are not allowed; rewards agreed elsewhere.
What to do
    Give the objectives that users feel a stretch level and score them with ``net``, or add a bonus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlakit.review.lints.lint import Lint, Remark
from xlakit.rules.rule import Clear, NotApplicable

if TYPE_CHECKING:
    from xlakit.review.lints.lint import Answer
    from xlakit.review.lints.terms import Promise, Terms

CODE = "XLA503"


def check(terms: Terms) -> Answer:
    """Return a remark where nothing can be won."""
    won, lost = _rewards(terms), _penalties(terms)
    if won:
        return Clear(f"rewards: {', '.join(won)}")
    scoring = terms.agreement.scoring
    if not lost and scoring.method != "earn":
        return NotApplicable("needs something that can be lost")
    dead = not lost
    return (
        Remark(
            code=CODE,
            severity="warning",
            title="nothing to earn" if dead else "all stick",
            place=("scoring",),
            message="The score only earns, and no objective has a stretch level to earn with: it is 0 whatever happens."
            if dead
            else f"Missing costs ({', '.join(lost)}), and doing better than expected brings nothing: no stretch"
            " level that counts, no bonus, no points for good deeds.",
            advice="Give the objectives that users feel a stretch level and score with net, or add a bonus.",
        ),
    )


def _stretches(promise: Promise) -> bool:
    return promise.objective.weight > 0 and any(
        levels.stretch is not None for _, _, levels in promise.levels()
    )


def _rewards(terms: Terms) -> list[str]:
    scoring = terms.agreement.scoring
    found = []
    if scoring.method in {"net", "earn"}:
        found += [f"{item.name} has a stretch level" for item in terms.promises if _stretches(item)]
    found += [f"{line.metric.name} earns {line.each:+f}" for line in scoring.points if line.each > 0]
    found += [
        f"{item.name} has {words}"
        for item in terms.promises
        for words, clause in (
            ("a bonus", item.objective.bonus or item.objective.bonus_malus),
            ("an improvement incentive", item.objective.improvement),
        )
        if clause is not None
    ]
    money = terms.agreement.commercials
    if money is not None:
        found += ["an experience pool"] if money.experience_pool is not None else []
        found += ["a gain-share"] if money.gain_share is not None else []
    return found


def _penalties(terms: Terms) -> list[str]:
    scoring = terms.agreement.scoring
    found = []
    if scoring.method in {"net", "deduct"} and any(item.objective.weight > 0 for item in terms.promises):
        found.append("points of score")
    if any(line.each < 0 for line in scoring.points):
        found.append("points an event")
    if any(
        item.objective.service_credit is not None or item.objective.bonus_malus is not None
        for item in terms.promises
    ):
        found.append("service credits")
    return found


LINT = Lint(CODE, "All stick", "warning", __doc__ or "", check)
