"""`./portal manage bench`, see bench/README.md; an installation on a server has no bench/."""

from bench.command import Command

__all__ = ["Command"]
