"""What privacy answers to; its modules declare it."""

from dialogs.kit.feature import Feature

feature = Feature("privacy")
