"""What the people of stands answer to; their modules declare it."""

from dialogs.kit.feature import Feature

feature = Feature("team")
