"""What materials do: getting them, the form that adds one, and what becomes of what was added."""
