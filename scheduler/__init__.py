"""What happens as time passes: `clock.py` says what runs when, `delivery.py` sends letters at `pacing.py`'s pace."""
