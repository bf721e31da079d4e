"""What contacts show: the steps to a contact, the card, the consents."""
