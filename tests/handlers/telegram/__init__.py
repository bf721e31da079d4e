"""The Telegram adapter, from recorded updates to a process under fire."""
