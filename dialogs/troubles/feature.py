"""What is told of troubles, and what helps; their modules declare it."""

from dialogs.kit.feature import Feature

feature = Feature("troubles")
