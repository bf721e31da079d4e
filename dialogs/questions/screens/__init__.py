"""What askers see: the draft of a question, the lists of what was asked, one of them and its news."""
