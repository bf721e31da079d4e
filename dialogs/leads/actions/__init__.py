"""What the stands' desks do: presses on cards, what is written in reply to them, and the steps of both."""
