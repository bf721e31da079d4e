"""What the calendar answers to; its modules declare it."""

from dialogs.kit.feature import Feature

feature = Feature("calendar")
