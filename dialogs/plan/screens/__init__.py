"""The plan as screens."""
