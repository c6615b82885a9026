"""Reviews are shared as evenly as who may have them allows."""

from collections import Counter
from itertools import chain, combinations, product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from candidates.screening.assigning import Job, shared


def test_jobs_that_few_may_have_come_first_and_loads_stay_even():
    jobs = [Job(1, 1, frozenset({1, 2})), Job(2, 1, frozenset({1}))]
    assert shared(jobs, {}) == {1: [2], 2: [1]}
    assert shared([Job(1, 2, frozenset({1, 2, 3}))], {1: 5}) == {1: [2, 3]}
    assert shared([Job(1, 2, frozenset())], {}) == {1: []}
    assert shared([], {1: 5}) == {}


def squares(loads, given) -> int:
    """What a share costs: the sum of squares of what everybody has then."""
    after = Counter(loads) + Counter(chain.from_iterable(given))
    return sum(load * load for load in after.values())


some = st.frozensets(st.integers(1, 4), max_size=4)
several = st.lists(st.tuples(st.integers(1, 2), some), max_size=4)
had = st.dictionaries(st.integers(1, 4), st.integers(0, 3))


@settings(deadline=None, max_examples=60)
@given(several, had)
def test_no_other_share_is_more_even(wanted, loads):
    jobs = [Job(key, need, able) for key, (need, able) in enumerate(wanted)]
    found = shared(jobs, loads)
    for job in jobs:
        assert len(set(found[job.key])) == min(job.need, len(job.able))
        assert len(found[job.key]) == len(set(found[job.key]))
        assert set(found[job.key]) <= job.able
    every = (combinations(j.able, min(j.need, len(j.able))) for j in jobs)
    best = min(squares(loads, share) for share in product(*every))
    assert squares(loads, found.values()) == best


def test_two_thousand_candidates_and_forty_reviewers_of_colleges_and_directions():
    drawn = Random(3)
    reviewers = range(40)
    judges = {one: set(drawn.sample(range(3), 2)) for one in reviewers}

    def able(college: int, direction: int) -> frozenset[int]:
        may = {one for one in reviewers if one % 12 != college}
        return frozenset(one for one in may if direction in judges[one])

    jobs = [
        Job(key, 2, able(drawn.randrange(14), drawn.choice([0, 0, 0, 1, 2])))
        for key in range(2000)
    ]
    loads = Counter(chain.from_iterable(shared(jobs, {}).values()))
    assert sum(loads.values()) == 4000
    assert max(loads.values()) - min(loads.values()) <= 1
