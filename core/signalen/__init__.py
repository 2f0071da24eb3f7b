"""Signals: a check is one query; the engine opens, keeps and closes; people act."""
