"""What the speakers' lists and cards answer to; their module declares it."""

from dialogs.kit.feature import Feature

feature = Feature("speakers")
