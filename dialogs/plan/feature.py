"""What the plan answers to; its module declares it."""

from dialogs.kit.feature import Feature

feature = Feature("plan")
