"""What privacy does: in the chat, and in the transactions of one-time pages."""
