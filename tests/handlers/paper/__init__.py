"""The messenger of paper, held to the contract of all messengers."""
