"""HTTP to machines: pure parts, every answer that a site may give, and letters on their way to one."""
