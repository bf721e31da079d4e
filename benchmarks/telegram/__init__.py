"""Telegram's side of the benchmark: the least Bot API, and what people send through it."""
