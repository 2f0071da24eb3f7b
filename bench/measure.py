"""Rounds: the servers take turns, so that a slow moment of the machine strikes them all.

A ratio is taken within a round, and the median over the rounds is what counts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.client import Burst, Timing, run

#: The requests of a burst of this size, to send to one server.
MakeBurst = Callable[[int], Burst]


@dataclass
class Meting:
    """One kind of work and how long it took, per server and per round."""

    naam: str
    timings: dict[str, list[Timing]] = field(default_factory=dict)

    def percentile(self, server: str, part: int) -> float:
        """Milliseconds: median over the rounds of this percentile."""
        return median(percentile(t.milliseconds, part) for t in self.timings[server])

    def ratio(self, server: str, other: str, part: int = 50) -> float:
        """How many times the time of `other` it took."""
        pairs = zip(self.timings[server], self.timings[other], strict=True)
        return median(
            percentile(a.milliseconds, part) / percentile(b.milliseconds, part) for a, b in pairs
        )


def percentile(values: Sequence[float], part: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * part // 100)]


def measure(naam: str, bursts: Mapping[str, MakeBurst], *, rounds: int, size: int) -> Meting:
    """Warm up every server, then `rounds` rounds of a burst each; each begins with another one."""
    meting = Meting(naam, {server: [] for server in bursts})
    for make in bursts.values():
        run(make(size))
    for nr in range(rounds):
        turn = list(bursts)
        for server in turn[nr % len(turn) :] + turn[: nr % len(turn)]:
            meting.timings[server].append(run(bursts[server](size)))
    return meting
