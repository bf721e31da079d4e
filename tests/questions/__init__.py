"""Questions as people live through them: the program between both simulated messengers and the fair's site."""
