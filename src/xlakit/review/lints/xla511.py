"""XLA511, cap that switches incentives off: once it is reached, whatever else fails is free.

What it flags
    A cap on the credits of a window that some of the objectives reach by themselves; what users report moving no money
    where the service levels reach the cap (or the cap on bonuses) without it; an annual cap that is used up in the
    first half of a year of failures.
Why it matters
    Beyond a cap the slope is zero. With a pool of 200% and a cap of 100%, a provider who has lost half of the pool has
    nothing to lose in the rest of the month: under a contract whose experience leg is out of reach the cap is paid
    every month, whatever anybody does.
How it is computed
    By the settlement itself, on supposed windows: the named objectives fail in full, the others are on their expected
    levels, there is no history. The smallest set is found by taking the largest credits first; objectives are looked at
    with those of the same window. With a desk: in how many windows the credits before caps reached the cap, and in how
    many they did without the objective. From six windows on the desk decides: no such window clears the agreement, a
    quarter is a warning, half is severe. Without it, one objective that reaches the cap alone is a warning (an info
    where its credit is the shortfall itself), more are an info. Charges that are invoiced are taken as round ones, for
    only shares count.
False alarms
    A pool above 100% is usual, because that everything fails at once is rare: where failures are rare and do not come
    together, the cap is never reached, and the pool lets each failure weigh more. Termination or step-in rights
    (``triggers``) may keep the incentive alive beyond the cap; they are named where there are any. Credits that are
    carried forward (``cap_excess: carry_forward``) do not lapse.
What to do
    Give experience a cap of its own, or pay for it by a bonus outside the cap; lower the pool; carry forward what is
    above the cap; add a trigger on capped windows.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlakit.model import Evidence
from xlakit.model.figures import percent
from xlakit.model.statement import CREDITS
from xlakit.review.lints.lint import Lint, Remark
from xlakit.rules.rule import Clear, NotApplicable
from xlakit.settlement import supposed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlakit.model import Agreement, WindowStatement
    from xlakit.model.finding import Severity
    from xlakit.model.window import WindowKind
    from xlakit.review.lints.lint import Answer
    from xlakit.review.lints.terms import Place, Promise, Terms

CODE = "XLA511"
LEAST_WINDOWS = 6
FEW, MANY = 4, 2
YEAR: dict[WindowKind, int] = {"month": 12, "quarter": 4, "week": 52, "rolling-3-months": 12}


def check(terms: Terms) -> Answer:
    """Return a remark for each cap that leaves something without an incentive."""
    if terms.agreement.commercials is None:
        return NotApplicable("needs commercials")
    costly = [item for item in terms.promises if _costs(item)]
    if not any(item.is_paid for item in terms.promises):
        return NotApplicable("needs an objective that costs or earns something")
    found = [*_credits(terms, costly), *_voices(terms, costly), *_bonuses(terms), *_year(terms, costly)]
    if found:
        return tuple(found)
    paid = _settled(terms)
    seen = (
        f"; on the desk it was reached in none of {len(paid)} windows" if len(paid) >= LEAST_WINDOWS else ""
    )
    return Clear(f"{len(costly)} objectives that cost something looked at{seen}")


def _costs(promise: Promise) -> bool:
    return promise.objective.service_credit is not None or promise.objective.bonus_malus is not None


def _kind(promise: Promise, agreement: Agreement) -> WindowKind:
    return promise.objective.window or agreement.window


def _supposed(terms: Terms, failed: Iterable[Promise], kind: WindowKind) -> WindowStatement:
    return supposed(terms.agreement, {item.name: "failed" for item in failed}, kind=kind).windows[-1]


def _reaches(found: WindowStatement) -> bool:
    return bool(found.at_risk) and found.raw_credits >= (found.at_risk or 0)


def _settled(terms: Terms) -> list[WindowStatement]:
    """Return the windows of the desk in which something that costs was measured."""
    if terms.history is None or terms.history.statement is None:
        return []
    measured = {
        item.window.label
        for promise in terms.promises
        if _costs(promise)
        for part in terms.history.of(promise.name).values()
        for item in part
    }
    return [
        item for item in terms.history.statement.windows if item.at_risk and item.window.label in measured
    ]


def _loud(reached: int, windows: int, otherwise: Severity) -> Severity | None:
    """Return how loud a remark is by how often it happened; None where enough windows say that it never does."""
    if windows < LEAST_WINDOWS:
        return otherwise
    if not reached:
        return None
    return "severe" if reached * MANY >= windows else "warning" if reached * FEW >= windows else "info"


def _seen(reached: int, paid: Sequence[object], without: str = "") -> str:
    return f" On the desk they did in {reached} of {len(paid)} windows{without}." if paid else ""


def _credits(terms: Terms, costly: Sequence[Promise]) -> Iterator[Remark]:
    """Yield a remark for each kind of window whose cap a part of the objectives reaches."""
    paid = _settled(terms)
    reached = sum(_reaches(item) for item in paid)
    for kind in dict.fromkeys(_kind(item, terms.agreement) for item in costly):
        mine = [item for item in costly if _kind(item, terms.agreement) == kind]
        alone = {item.name: _supposed(terms, [item], kind).raw_credits for item in mine}
        mine.sort(key=lambda item: (-alone[item.name], item.index))
        enough = next(
            (few for few in range(1, len(mine)) if _reaches(_supposed(terms, mine[:few], kind))), None
        )
        # By its shortfall an objective reaches a cap only when nearly nothing is achieved: worth saying, no warning.
        sudden = enough == 1 and not _by_shortfall(mine[0])
        severity = None if enough is None else _loud(reached, len(paid), "warning" if sudden else "info")
        if enough is None or severity is None:
            continue
        cap = _supposed(terms, mine, kind).at_risk or 0
        named = ", ".join(
            f"{item.name} {percent(float(alone[item.name] / cap), 0)}" for item in mine[:enough]
        )
        rest = len(mine) - enough
        verb, whose = ("reaches", "it fails") if enough == 1 else ("reach", "they fail")
        message = (
            f"{enough} of {len(mine)} objectives with a credit {verb} the cap by"
            f" {'itself' if enough == 1 else 'themselves'} ({named} of it): once {whose},"
            f" the other {'one is' if rest == 1 else f'{rest} are'} free."
            f"{_seen(reached, paid)}{_kept_alive(terms)}"
        )
        yield _remark(terms, severity, message, (_windows(reached, len(paid)),) if paid else ())


def _by_shortfall(promise: Promise) -> bool:
    credit = promise.objective.service_credit
    return credit is not None and credit.severity is not None and credit.severity.form == "shortfall"


def _kept_alive(terms: Terms) -> str:
    commercials = terms.agreement.commercials
    if commercials is None:
        return ""
    found = [f" The trigger {item.name} counts on beyond it." for item in commercials.triggers]
    found += [" What is above it is carried forward."] if commercials.cap_excess == "carry_forward" else []
    return "".join(found)


def _windows(reached: int, windows: int) -> Evidence:
    return Evidence(
        what="windows in which the credits before caps reached the cap", value=reached, count=windows
    )


def _voices(terms: Terms, costly: Sequence[Promise]) -> Iterator[Remark]:
    """Yield a remark for each objective that users report and that the others leave no room below the cap."""
    paid = _settled(terms)
    statement = None if terms.history is None else terms.history.statement
    for promise in costly:
        kind = _kind(promise, terms.agreement)
        others = [item for item in costly if not item.is_reported and _kind(item, terms.agreement) == kind]
        if not promise.is_reported or not others or not _reaches(_supposed(terms, others, kind)):
            continue
        own = {item.window.label: Fraction(0) for item in paid}
        for line in () if statement is None else statement.lines:
            if line.kind in CREDITS and line.objective.split("/", 1)[0] == promise.name:
                own[line.window.label] = own.get(line.window.label, Fraction(0)) + Fraction(line.raw)
        without = sum(
            Fraction(item.raw_credits) - own[item.window.label] >= Fraction(item.at_risk or 0)
            for item in paid
        )
        severity = _loud(without, len(paid), "info")
        if severity is None:
            continue
        named = ", ".join(item.name for item in others)
        message = (
            f"{promise.name}: where {named} fail in full, their credits reach the cap, and what users say moves no"
            f" money.{_seen(without, paid, f' without {promise.name}')}"
        )
        yield _remark(terms, severity, message, (_windows(without, len(paid)),) if paid else (), promise)


def _bonuses(terms: Terms) -> Iterator[Remark]:
    """Yield a remark for each bonus on what users report that the bonuses of others leave no room."""
    agreement = terms.agreement
    if agreement.commercials is None or agreement.commercials.bonus_cap is None:
        return
    earning = [item for item in terms.promises if item.is_paid]
    for promise in earning:
        kind = _kind(promise, agreement)
        others = {
            item.name: "best" for item in earning if item is not promise and _kind(item, agreement) == kind
        }
        if not promise.is_reported or not others:
            continue
        alone, before, after = (
            supposed(agreement, best, kind=kind).windows[-1].bonuses  # type: ignore[arg-type]
            for best in (
                {promise.name: "best"},
                {**others, promise.name: "failed"},
                {**others, promise.name: "best"},
            )
        )
        if alone and before and before == after:
            named = ", ".join(others)
            message = f"{promise.name}: where {named} do well, they use up the cap on bonuses; its own adds nothing."
            yield _remark(terms, "info", message, (), promise)


def _year(terms: Terms, costly: Sequence[Promise]) -> Iterator[Remark]:
    """Yield a remark where an annual cap is used up before half of a year of failures is over."""
    commercials = terms.agreement.commercials
    kind = terms.agreement.window
    windows = YEAR.get(kind)
    if commercials is None or commercials.annual_cap is None or not costly or windows is None:
        return
    outcomes = {item.name: "failed" for item in costly}
    free = terms.agreement.model_copy(
        update={"commercials": commercials.model_copy(update={"annual_cap": None})}
    )
    held, open_ = (
        supposed(agreement, outcomes, kind=kind, windows=windows).windows  # type: ignore[arg-type]
        for agreement in (terms.agreement, free)
    )
    paid = next(
        (
            number
            for number, (one, other) in enumerate(zip(held, open_, strict=True))
            if one.credits != other.credits
        ),
        None,
    )
    if paid is None or paid * MANY > windows:
        return
    much = "one window" if paid <= 1 else f"{paid} windows"
    message = f"The annual cap is used up after {much} of failures: the rest of the year is free."
    severity: Severity = "warning" if paid * FEW <= windows else "info"
    yield _remark(terms, severity, message, (), place=("commercials", "annual_cap"))


def _remark(
    terms: Terms,
    severity: Severity,
    message: str,
    evidence: tuple[Evidence, ...],
    promise: Promise | None = None,
    place: Place | None = None,
) -> Remark:
    commercials = terms.agreement.commercials
    stated = [
        name
        for name in ("cap", "pool", "at_risk")
        if commercials is not None and getattr(commercials, name) is not None
    ]
    if promise is not None:
        clause = "service_credit" if promise.objective.service_credit is not None else "bonus"
        place = promise.place(clause) if getattr(promise.objective, clause) is not None else promise.place()
    return Remark(
        code=CODE,
        severity=severity,
        title="cap that switches incentives off",
        place=place or ("commercials", *stated[:1]),
        objective=None if promise is None else promise.name,
        message=message,
        advice="Give experience a cap of its own or a bonus outside it, lower the pool, carry forward what is above"
        " the cap, or add a trigger on capped windows.",
        evidence=evidence,
    )


LINT = Lint(CODE, "Cap that switches incentives off", "severe", __doc__ or "", check)
