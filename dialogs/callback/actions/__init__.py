"""What calls do: choosing a window, ordering, and what may still be done about a request."""
