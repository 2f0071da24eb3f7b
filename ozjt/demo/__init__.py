"""Invented data at the scale of Twente, with fixed points to rely on (`docs/demonstratie.md`)."""
