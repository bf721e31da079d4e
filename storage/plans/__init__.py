"""What people plan: subscriptions to sessions, the reminders due for them, the stands they want to visit."""
