"""The fit against statsmodels, and against the same model written out in full."""

import warnings
from dataclasses import replace

import numpy as np
import pytest

from bench.standings.invent import World, invented
from training.standings.ranking.design import Measured
from training.standings.ranking.fitting import fitted, of_sales
from training.standings.ranking.likelihood import Fit, Spread
from training.standings.ranking.results import in_order

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own imports
    import pandas
    from statsmodels.regression.mixed_linear_model import MixedLM, MixedLMParams

KINDS = ("candidate", "hours", "room")  # statsmodels sorts them


def measured(seed, **world) -> Measured:
    return Measured(in_order(invented(seed, World(**world)).results))


def by_statsmodels(given: Measured, sales, start: Spread):
    """Begun at twice the variances, so that it has to find its own way."""
    rows = given.results
    data = pandas.DataFrame(
        {
            **{"sales": sales, "viewers": given.columns["viewers"], "all": 1},
            "candidate": [row.candidate for row in rows],
            "room": [row.room for row in rows],
            "hours": [row.band for row in rows],
        }
    )
    model = MixedLM.from_formula(
        "sales ~ viewers",
        groups="all",
        re_formula="0",
        vc_formula={kind: f"0 + C({kind})" for kind in KINDS},
        data=data,
    )
    sds = np.array([start.sells, start.hours, start.room])
    begin = MixedLMParams.from_components(
        fe_params=np.array([sales.mean(), 1.0]), vcomp=2 * (sds / start.day) ** 2
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a variance of 0 lies on its bound
        found = model.fit(reml=True, start_params=begin, method="lbfgs")
        effects = found.random_effects[1]
    names = given.candidates
    people = [effects[f"candidate[C(candidate)[{name}]]"] for name in names]
    return found, np.array(people)


@pytest.mark.parametrize(("people", "results"), [(100, 300), (300, 900)])
def test_it_agrees_with_statsmodels(people, results):
    given = measured(3, people=people)
    assert len(given.results) == results
    sales, spread, pulled = of_sales(given)
    assert pulled == ()
    ours = Fit(given.design(sales, scores=False), spread)
    theirs, sells = by_statsmodels(given, sales, spread)
    variances = np.array([spread.sells, spread.hours, spread.room]) ** 2
    assert theirs.vcomp == pytest.approx(variances, rel=0.03, abs=2e-4)
    assert theirs.scale == pytest.approx(spread.day**2, rel=0.01)
    assert theirs.fe_params.to_numpy() == pytest.approx(ours.effects[:2], rel=1e-3)
    assert np.corrcoef(sells, ours.sells)[0, 1] > 0.9999
    assert sells == pytest.approx(ours.sells, abs=0.003)


def in_full(given: Measured, spread: Spread):
    """Log likelihood but for a constant, and `sells`: from the whole covariance."""
    rows = given.results
    sales = [(n, row, None, 0.0) for n, row in enumerate(rows)]
    scored = [(n, r, judge, s) for n, r in enumerate(rows) for judge, s in r.scores]
    data = np.array([*given.sales, *(one[3] for one in scored)])
    everything = [*sales, *scored]
    people, trials = spread.of_candidate, spread.of_trial(1)
    trials[1, 1] = spread.shine**2

    def shared(one, other) -> float:
        (n, row, judge, _), (m, row2, judge2, _) = one, other
        at = int(judge is not None), int(judge2 is not None)
        found = people[at] * (row.candidate == row2.candidate) + trials[at] * (n == m)
        if at == (0, 0):
            found += spread.room**2 * (row.room == row2.room)
            found += spread.hours**2 * (row.band == row2.band)
        elif at == (1, 1):
            found += spread.judge**2 * (judge == judge2)
            found += spread.error**2 * (n == m and judge == judge2)
        return found

    covariance = np.array([[shared(a, b) for b in everything] for a in everything])
    fixed = np.zeros((len(data), 3))
    fixed[: len(rows), 0], fixed[len(rows) :, 2] = 1, 1
    fixed[: len(rows), 1] = given.columns["viewers"]
    inverse = np.linalg.inv(covariance)
    inside = fixed.T @ inverse @ fixed
    slopes = np.linalg.solve(inside, fixed.T @ inverse @ data)
    rest = inverse @ (data - fixed @ slopes)
    sides = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(inside)[1]
    likelihood = -(sides + (data - fixed @ slopes) @ rest) / 2
    own = [
        [people[0, int(judge is not None)] * (row.candidate == who)]
        for who in given.candidates
        for _, row, judge, _ in everything
    ]
    return likelihood, np.reshape(own, (len(given.candidates), -1)) @ rest


SPREAD = Spread(0.3, 0.5, 0.2, 0.15, 0.6, 0.4, 0.9, 0.3, together=0.7, same_day=0.3)


@pytest.mark.parametrize("judges", [1, 2, 3])
def test_sales_and_scores_together_are_the_model_written_out(judges):
    given = measured(5, people=9, rooms=3, judges=judges)
    others = replace(SPREAD, together=0.2, same_day=-0.4, judge=0.5, shine=0.7, day=0.4)
    fits = [Fit(given.design(given.sales, True), one) for one in (SPREAD, others)]
    full = [in_full(given, one) for one in (SPREAD, others)]
    ours, theirs = (
        one - other
        for one, other in ([f.likelihood for f in fits], [lik for lik, _ in full])
    )
    assert ours == pytest.approx(theirs, rel=1e-6)
    for fit, (_likelihood, sells) in zip(fits, full, strict=True):
        assert fit.sells == pytest.approx(sells, abs=1e-8)


def test_draws_scatter_as_the_errors_say():
    given = measured(6, people=12, rooms=3)
    fit = Fit(given.design(given.sales, True), SPREAD)
    drawn = fit.drawn(40_000, np.random.default_rng(1))
    assert drawn.mean(axis=1) == pytest.approx(fit.sells, abs=0.01)
    assert drawn.var(axis=1) == pytest.approx(fit.errors[0], rel=0.05)


def test_it_finds_the_spread_that_made_the_data():
    given = in_order(invented(8, World(people=800, rooms=30)).results)
    found = fitted(given).best.spread
    assert (found.sells, found.day) == pytest.approx((0.3, 0.5), rel=0.1)
    assert (found.error, found.judge) == pytest.approx((0.9, 0.3), rel=0.35)
    assert found.together == pytest.approx(0.8, abs=0.12)
    assert found.same_day == pytest.approx(0.2, abs=0.15)
