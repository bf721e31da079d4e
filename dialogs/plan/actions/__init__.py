"""What the plan answers: the plan itself, and what others see of it."""
