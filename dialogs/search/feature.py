"""What search answers to; its module declares it."""

from dialogs.kit.feature import Feature

feature = Feature("search")
