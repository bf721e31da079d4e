"""The messengers' adapters: one contract for all, and each one's own."""
