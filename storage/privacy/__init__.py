"""Personal data: consents, contacts, proofs, one-time pages, sealing, and who looked at what."""
