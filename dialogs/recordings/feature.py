"""What recordings that are waited for answer to; their module declares it."""

from dialogs.kit.feature import Feature

feature = Feature("recordings")
