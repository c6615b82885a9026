"""Calls everything that numba compiles, so that it is cached before the first run."""

from dataclasses import replace

from training.solver import explain, problem
from training.solver.alone import Alone
from training.solver.compiling import compiled
from training.solver.solve import solve
from training.solver.standing import settled_board

DAYS = 2


def example() -> problem.Instance:
    """Three candidates and two slots of one host each; everything has an entry."""
    everywhere = ((0, DAYS * problem.DAY),)
    candidates = tuple(
        problem.Candidate(
            id=number,
            campus=1,
            intern=True,
            categories=frozenset({"food"}),
            available=everywhere,
            training=((500, 510),),
            rest=60,
            week_cap=600,
            bars=(problem.Bar(0, 10, "away"),),
        )
        for number in range(3)
    )
    slots = tuple(
        problem.Slot(day, 1, day, day * problem.DAY + 600, 60, 100 + day, 1, 0)
        for day in range(DAYS)
    )
    return problem.Instance(
        days=DAYS,
        rooms=(problem.Room(1, 1, "food", (problem.Bar(0, 10, "closed"),)),),
        slots=slots,
        candidates=candidates,
        routes={1: {1: problem.Route(frozenset(range(DAYS)), 30)}},
        mentors=tuple(problem.Mentor(number, 1, everywhere) for number in range(2)),
        rounds=(problem.Round(1, 0, DAYS - 1, 1, (0, 1, 2)),),
        night=(1320, 360),
        day_cap=480,
    )


def main() -> None:
    instance = example()
    plan = solve(instance, seconds=0.01).solution
    solve(instance, seconds=0.01, base=replace(plan), event=problem.Event(0, -1))
    explain.unplaceable(instance)
    explain.shortages(instance, plan)
    Alone(settled_board(compiled(instance), None, None))


if __name__ == "__main__":
    main()
