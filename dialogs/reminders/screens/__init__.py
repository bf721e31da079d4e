"""What reminders show: reminders themselves, news of changes, players that do not open, evenings."""
