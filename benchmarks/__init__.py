"""How fast the bot is, measured as ratios against peers in one run: `make bench`."""
