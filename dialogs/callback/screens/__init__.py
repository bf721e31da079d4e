"""What calls show: ordering one, everything that was asked of stands, and the words of both."""
