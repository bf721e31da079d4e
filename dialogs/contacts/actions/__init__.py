"""What contacts do: the steps to a contact, the form of its fields, the card and the consents afterwards."""
