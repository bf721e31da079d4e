"""The ways a fair's programme comes into the program: each reads one format whole or names every mistake in it."""
