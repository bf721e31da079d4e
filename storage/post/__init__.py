"""The durable queue of letters: outbox, claims, messages that stay true, and what is remembered of coming and going."""
