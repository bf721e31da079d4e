"""A running fair for stories through both simulated messengers: its program, its people, and waiting for them."""
