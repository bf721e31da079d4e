"""What the settings answer to; their module declares it."""

from dialogs.kit.feature import Feature

feature = Feature("settings")
