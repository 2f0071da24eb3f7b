"""The table of ratios, for the terminal and for RESULTS.md."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.client import ROOT
from bench.measure import Meting

RESULTS = Path(__file__).with_name("RESULTS.md")


@dataclass(frozen=True)
class Doel:
    """A target: `ours` takes at most, or the `other` at least, so many times as long."""

    meting: Meting
    ours: str
    other: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float:
        if self.at_least is not None:
            return self.meting.ratio(self.other, self.ours)
        return self.meting.ratio(self.ours, self.other)

    @property
    def met(self) -> bool:
        if self.at_least is not None:
            return self.ratio >= self.at_least
        return self.at_most is None or self.ratio <= self.at_most

    def row(self) -> list[str]:
        target, verdict = "", ""
        if self.at_most is not None or self.at_least is not None:
            target = f"≥ {self.at_least:g}" if self.at_least is not None else f"≤ {self.at_most:g}"
            verdict = "yes" if self.met else "**no**"
        times = [self._times(self.ours), self._times(self.other)]
        comparison = (
            f"{self.other} / {self.ours}" if self.at_least else f"{self.ours} / {self.other}"
        )
        return [self.meting.naam, comparison, *times, f"{self.ratio:.2f}", target, verdict]

    def _times(self, server: str) -> str:
        return (
            f"{self.meting.percentile(server, 50):.1f} / {self.meting.percentile(server, 95):.1f}"
        )


HEAD = [
    "measure",
    "ratio of",
    "first p50 / p95 ms",
    "second p50 / p95 ms",
    "ratio",
    "target",
    "met",
]


def table(goals: Sequence[Doel]) -> str:
    rows = [HEAD, ["---"] * len(HEAD), *[goal.row() for goal in goals]]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def load() -> str:
    """Load average of the machine over 1, 5 and 15 minutes."""
    return " ".join(f"{value:.2f}" for value in os.getloadavg())


def commit() -> str:
    """The commit of the checkout, marked when files of the portal differ from it."""

    def git(*arguments: str) -> str:
        told = subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
        )
        return told.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", ":!bench/RESULTS.md")
    return git("rev-parse", "--short", "HEAD") + (" with changes" if changed else "")
