"""The exhibition as people live through it: the program between both simulated messengers, a mailbox and a machine."""
