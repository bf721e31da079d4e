"""What privacy shows: in the chat, on one-time pages, and as files with all that is kept of a person."""
