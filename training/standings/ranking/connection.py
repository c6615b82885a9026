"""Whether people can be told apart from the rooms and hours they were given.

Two people can be compared if a chain of shared rooms leads from one to the other, and
one of shared hours: Searle, "Linear Models for Unbalanced Data" (1987), section 5.3 on
connected data. Where none does, a better person and a better room look the same.
"""

from collections.abc import Callable, Hashable, Sequence, Set
from dataclasses import dataclass

from training.standings.ranking.results import CannotRank, Result

NAMED = 3  # people of a component, in words


@dataclass(frozen=True)
class Component:
    """People who can be compared with each other, and the places that connect them."""

    candidates: tuple[str, ...]
    places: tuple[str, ...]


class Apart(CannotRank):
    """Raised where people can't be told from what they were given.

    Args:
        by: "rooms" or "hours".
    """

    def __init__(self, by: str, components: Sequence[Component]) -> None:
        self.by, self.components = by, tuple(components)
        parts = "; ".join(map(_words, components))
        super().__init__(
            f"People and {by} can't be told apart: no chain of shared {by} leads from"
            f" one group to the other. {len(components)} groups: {parts}"
        )


def _words(component: Component) -> str:
    people, more = component.candidates, len(component.candidates) - NAMED
    rest = f" and {more} more" if more > 0 else ""
    return f"{', '.join(people[:NAMED])}{rest} in {', '.join(component.places)}"


def by_rooms(results: Sequence[Result]) -> list[Component]:
    return _components(results, lambda result: result.room)


def by_hours(results: Sequence[Result]) -> list[Component]:
    return _components(results, lambda result: f"{result.band:02}:00")


def check(results: Sequence[Result], ranked: Set[str]) -> None:
    """Raises Apart where some of those to rank can't be compared."""
    for by, components in (("rooms", by_rooms(results)), ("hours", by_hours(results))):
        theirs = [one for one in components if not ranked.isdisjoint(one.candidates)]
        if len(theirs) > 1:
            raise Apart(by, theirs)


def _components(
    results: Sequence[Result], place: Callable[[Result], str]
) -> list[Component]:
    """The largest first."""
    above: dict[Hashable, Hashable] = {}

    def root(node: Hashable) -> Hashable:
        above.setdefault(node, node)
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    pairs = {(result.candidate, place(result)) for result in results}
    for candidate, there in pairs:
        above[root((0, candidate))] = root((1, there))
    found: dict[Hashable, tuple[set[str], set[str]]] = {}
    for candidate, there in pairs:
        both = found.setdefault(root((0, candidate)), (set(), set()))
        both[0].add(candidate)
        both[1].add(there)
    components = [
        Component(tuple(sorted(people)), tuple(sorted(places)))
        for people, places in found.values()
    ]
    return sorted(components, key=lambda one: (-len(one.candidates), one.candidates))
