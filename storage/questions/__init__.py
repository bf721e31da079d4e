"""Questions of participants, from the asking to the end, and the moderators' desks."""
