"""What the settings do: plain choices, when one is reminded, and whose clocks the reader lives by."""
