"""What people do in threads: writing to stands by a form or by words just typed, replies of both sides, corrections."""
