"""What people agree to when they share personal data, in the chat and on one-time pages."""
