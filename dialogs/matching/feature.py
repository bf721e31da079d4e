"""What choosing for somebody answers to; its module declares it."""

from dialogs.kit.feature import Feature

feature = Feature("matching")
