"""What moderators do: presses on the cards of questions and on the desk, replies in words, the steps they take."""
