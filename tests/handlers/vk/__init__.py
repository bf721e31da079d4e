"""VK's adapter."""
