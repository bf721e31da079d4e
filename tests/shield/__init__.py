"""Attacks: what strangers, former employees, stands and neighbours on the network may try, and what comes of it."""
