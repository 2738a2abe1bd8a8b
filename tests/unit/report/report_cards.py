"""Scorecards written by hand, for the tests of what people see of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

from xlakit.model import (
    Count,
    Estimate,
    Evidence,
    Finding,
    Judgement,
    Level,
    Levels,
    Outcome,
    RuleReport,
    Score,
    Scorecard,
    ScoreLine,
    ShadeOf,
    Subject,
    Window,
    WindowScore,
    windows,
)

BERLIN = "Europe/Berlin"
MONTHS = windows("month", date(2026, 1, 1), date(2026, 6, 30), BERLIN)
QUARTERS = windows("quarter", date(2026, 1, 1), date(2026, 6, 30), BERLIN)
WEST = (("team", "Field West"),)
SOUTH = (("team", "Field South"),)


Segment = tuple[tuple[str, str], ...]


class Make(Protocol):
    """One of the makers of judgements below."""

    def __call__(self, window: Window = ..., outcome: Outcome = ..., **changes: object) -> Judgement: ...


def levels(
    expected: str, minimum: str | None = None, stretch: str | None = None, side: str = "at_least"
) -> Levels:
    made = {
        name: None if text is None else Level.model_validate({side: text})
        for name, text in {"expected": expected, "minimum": minimum, "stretch": stretch}.items()
    }
    return Levels(**made)


def share(numerator: int, denominator: int, low: float | None = None, high: float | None = None) -> Estimate:
    return Estimate(
        value=numerator / denominator,
        count=denominator,
        low=low,
        high=high,
        method="" if low is None else "wilson",
        numerator=numerator,
        denominator=denominator,
    )


def response(window: Window = MONTHS[0], outcome: Outcome = Outcome.MET, **changes: object) -> Judgement:
    """A complete count: 1906 of 2000 against at least 95 %."""
    fields = {
        "objective": "fast-response",
        "title": "Fast response",
        "metric": "within(clock=response)",
        "kind": "efficiency",
        "basis": "observed",
        "unit": "share",
        "direction": "higher",
        "window": window,
        "estimate": share(1906, 2000),
        "levels": levels("95%", "90%"),
        "outcome": outcome,
        "margin": 0.003,
        "to_spare": 6,
        "weight": Decimal(30),
    }
    return Judgement(**(fields | changes))


def happy(
    window: Window = MONTHS[0], outcome: Outcome = Outcome.BELOW_MINIMUM, **changes: object
) -> Judgement:
    """A sample: 222 of 300 answers against at least 85 %."""
    fields = {
        "objective": "happy-users",
        "title": "Happy users",
        "metric": "csat",
        "kind": "experience",
        "basis": "user_reported",
        "unit": "share",
        "direction": "higher",
        "window": window,
        "estimate": share(222, 300, 0.6876, 0.7863),
        "levels": levels("85%", "78%", "92%"),
        "outcome": outcome,
        "margin": -0.11,
        "weight": Decimal(40),
        "response_rate": 0.213,
        "coverage": 0.15,
    }
    return Judgement(**(fields | changes))


def reopened(
    window: Window = MONTHS[0], outcome: Outcome = Outcome.BELOW_EXPECTED, **changes: object
) -> Judgement:
    """A complete count seen of users: 140 of 1990 against at most 5 %, 10 not watched long enough."""
    fields = {
        "objective": "fixed-for-good",
        "title": "Fixed for good",
        "metric": "reopen_rate",
        "kind": "experience",
        "basis": "observed",
        "unit": "share",
        "direction": "lower",
        "window": window,
        "estimate": share(140, 1990),
        "levels": levels("5%", "10%", side="at_most"),
        "outcome": outcome,
        "margin": -0.0204,
        "to_spare": -41,
        "weight": Decimal(30),
        "not_mature": 10,
    }
    return Judgement(**(fields | changes))


def unmeasured(make: Make, window: Window, reason: str = "no surveys were answered") -> Judgement:
    return make(
        window,
        Outcome.NOT_MEASURED,
        estimate=Estimate.nothing(),
        margin=None,
        to_spare=None,
        reason=reason,
        **({"response_rate": None, "coverage": None} if make is happy else {}),
    )


def running(make: Make, window: Window) -> Judgement:
    return make(window, Outcome.IN_PROGRESS, status="in_progress", reason="the window ends after the data")


def shade(name: str, window: Window, segment: Segment = (), *, severe: bool = False) -> ShadeOf:
    return ShadeOf(window=window, segment=segment, shade=name, severe=severe)


def card(*judgements: Judgement, **changes: object) -> Scorecard:
    """A scorecard of these judgements, otherwise empty."""
    fields: dict[str, object] = {
        "subject": Subject(
            agreement="contoso-workplace",
            title="Contoso workplace services",
            customer="Contoso",
            provider="Fabrikam",
            as_of=datetime(2026, 6, 30, 22, 0, tzinfo=UTC),
            tickets=12000,
            answers=1800,
            covered=12000,
        ),
        "judgements": judgements,
        "score": Score(method="net", value=None),
    }
    for name in ("shades", "segments", "findings"):
        fields[name] = tuple(changes.pop(name, ()))
    return Scorecard(**(fields | changes))


def watermelon() -> Scorecard:
    """Six months of met service levels; in five of them the users' side failed, worst in Field West."""
    months = []
    for index, month in enumerate(MONTHS):
        months.append(response(month))
        months.append(
            happy(month, Outcome.MET, estimate=share(261, 300, 0.827, 0.9034), margin=0.02)
            if index == 0
            else happy(month)
        )
        months.append(reopened(month))
    shades = [shade("HEALTHY", MONTHS[0]), *(shade("CONFIRMED", month, severe=True) for month in MONTHS[1:])]
    shades += [shade("CONFIRMED", month, WEST, severe=True) for month in MONTHS[:5]]
    shades += [shade("CONFIRMED", month, SOUTH) for month in MONTHS[:2]]
    shades += [shade("SUSPECTED", MONTHS[2], SOUTH), shade("UNKNOWN", MONTHS[3], SOUTH)]
    scores = [
        WindowScore(
            window=month,
            value=31.25,
            measured_weight=1.0 if index else 0.7,
            lines=(
                ScoreLine(objective="fast-response", weight=0.3, shortfall=0.0, excellence=0.0, points=0.0),
            ),
        )
        for index, month in enumerate(MONTHS)
    ]
    finding = Finding(
        code="XLA101",
        severity="severe",
        title="Watermelon, confirmed",
        message="Every service level was met while users failed to get what they were promised.",
        objective="happy-users",
        segment=WEST,
        window=MONTHS[1],
        evidence=(
            Evidence(what="CSAT", value=0.62, low=0.55, high=0.69, count=180, unit="share"),
            Evidence(what="NPS", value=-12, unit="points"),
            Evidence(what="class", value="CONFIRMED"),
        ),
        tickets_affected=412,
        examples=("T1", "T2"),
        advice="Read the reopened tickets of the team.",
    )
    hint = Finding(code="XLA402", severity="info", title="Reopen band", message="7.0% is normal.")
    return card(
        *months,
        segments=(
            happy(MONTHS[0], segment=WEST, estimate=share(30, 60, 0.38, 0.62)),
            happy(
                MONTHS[0],
                Outcome.NOT_MEASURED,
                segment=SOUTH,
                estimate=share(3, 4, 0.3, 0.95),
                to_spare=1,
                suppressed=True,
            ),
        ),
        shades=tuple(shades),
        findings=(hint, finding),
        rules=(
            RuleReport(code="XLA101", title="Watermelon", section="raised"),
            RuleReport(code="XLA102", title="Frustration gap", section="clear"),
            RuleReport(
                code="XLA201", title="Silent users", section="not_applicable", reason="needs invitations"
            ),
            RuleReport(code="XLA401", title="Scraping past", section="ignored", reason="agreed in May"),
            RuleReport(code="XLA402", title="Reopen bands", section="raised"),
        ),
        score=Score(method="net", value=31.25, by_window=tuple(scores)),
        problems=(
            Count(where="tickets", reason="resolved before it was opened", rows=1200, example="INC0042"),
            Count(where="surveys", reason="no such ticket", rows=3),
        ),
        not_evaluated=("commercials: credits are not settled",),
    )


def hostile() -> Scorecard:
    """Names and reasons that try to break out of every format they are shown in."""
    nasty = (
        '<script>alert("x")</script>|`rm`\n# head [link](https://example.org) \x1b[31mred[/red] \u202egnp.'
    )
    month = Window(
        start=datetime(2026, 1, 1, tzinfo=ZoneInfo(BERLIN)),
        end=datetime(2026, 2, 1, tzinfo=ZoneInfo(BERLIN)),
        label="2026-01",
    )
    segment = (("team", nasty),)
    return card(
        happy(month, title=nasty, reason=nasty, metric=nasty),
        response(month, title=nasty),
        subject=Subject(
            agreement="a",
            title=nasty,
            customer=nasty,
            provider=nasty,
            as_of=datetime(2026, 6, 30, 22, 0, tzinfo=UTC),
            tickets=2,
            answers=1,
            covered=1,
        ),
        shades=(shade("CONFIRMED", month, segment), shade("RED", month)),
        findings=(
            Finding(
                code="XLA101",
                severity="warning",
                title=nasty,
                message=nasty,
                segment=segment,
                evidence=(Evidence(what=nasty, value=nasty, unit=nasty),),
                examples=(nasty,),
                advice=nasty,
            ),
        ),
        rules=(RuleReport(code="XLA201", title=nasty, section="not_applicable", reason=nasty),),
        problems=(Count(where=nasty, reason=nasty, rows=1, example=nasty),),
        not_evaluated=(nasty,),
    )
