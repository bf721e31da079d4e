"""Participants, one row each, and letters to many of them in one statement."""
