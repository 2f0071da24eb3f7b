"""Invented data at the scale of Twente; fixed points that people and tests rely on (`docs/demonstratie.md`)."""
