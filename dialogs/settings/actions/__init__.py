"""What the settings do: plain choices, and whose clocks the reader lives by."""
