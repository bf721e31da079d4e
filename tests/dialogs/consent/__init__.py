"""The stories of consents."""
