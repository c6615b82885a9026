"""Ways to rank on the same invented campaigns, held against the truth, line by line."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from statistics import mean

from bench.standings.invent import Campaign, World, invented
from training.standings.ranking.results import Result
from training.standings.ranking.standing import Standings, standings

SHARE = 0.2
PEOPLE = (300, 3_334)
HEADER = (
    f"{'standings':18}{'results':>8}{'precision':>10}{'promised':>9}"
    f"{'80 % hold':>10}{'seconds':>8}"
)


def lines(seeds: Sequence[int]) -> Iterator[str]:
    """A table, mean over the seeds: how many of those taken should have been, how many
    were promised by `p_in`, and how many true ranks the intervals hold."""
    yield HEADER
    for people in PEOPLE:
        campaigns = [invented(seed, World(people=people)) for seed in seeds]
        for name, worth in (("sales", _sales), ("sales per viewer", _each)):
            hits = mean(precision(one, _best(one, worth)) for one in campaigns)
            yield f"{name:18}{len(campaigns[0].results):8}{hits:10.3f}"
        yield _ours(campaigns)


def _ours(campaigns: Sequence[Campaign]) -> str:
    began = time.perf_counter()
    found = [standings(one.results, share=SHARE) for one in campaigns]
    seconds = (time.perf_counter() - began) / len(campaigns)
    both = list(zip(campaigns, found, strict=True))
    figures = (
        mean(precision(one, taken(ours)) for one, ours in both),
        mean(promised(ours) for ours in found),
        mean(held(one, ours) for one, ours in both),
    )
    return (
        f"{'ours':18}{len(campaigns[0].results):8}{figures[0]:10.3f}{figures[1]:9.3f}"
        f"{figures[2]:10.3f}{seconds:8.2f}"
    )


def precision(campaign: Campaign, chosen: Sequence[str]) -> float:
    """Share of the chosen who are truly among the best."""
    truth = campaign.truth
    best = sorted(truth, key=lambda who: -truth[who])[: len(chosen)]
    return len(set(best) & set(chosen)) / len(chosen)


def taken(found: Standings) -> list[str]:
    return [row.candidate for row in found.rows[: found.take]]


def promised(found: Standings) -> float:
    """The mean `p_in` of those taken."""
    return mean(row.p_in for row in found.rows[: found.take])


def held(campaign: Campaign, found: Standings) -> float:
    """Share of the intervals that hold the true rank."""
    truth = campaign.truth
    ranks = {who: n for n, who in enumerate(sorted(truth, key=lambda w: -truth[w]), 1)}
    return mean(r.rank_low <= ranks[r.candidate] <= r.rank_high for r in found.rows)


def _sales(result: Result) -> float:
    return result.gmv_fen


def _each(result: Result) -> float:
    return result.gmv_fen / result.viewers


def _best(campaign: Campaign, worth: Callable[[Result], float]) -> list[str]:
    own: dict[str, float] = defaultdict(float)
    for result in campaign.results:
        own[result.candidate] += worth(result)
    best = sorted(own, key=lambda who: -own[who])
    return best[: round(SHARE * len(best))]
