"""Requests to stands: calls, messages, materials, and the desks where stand staff take them."""
