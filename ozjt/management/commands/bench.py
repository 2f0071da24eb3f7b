"""`./portal manage bench`, see bench/README.md; the image of a server has neither."""

from bench.command import Command

__all__ = ["Command"]
