"""What moderators see: the card of a question, the desk around the cards, and what the public chat gets."""
