"""Who works at the fair and in which places: roles, invitations, bound groups."""
