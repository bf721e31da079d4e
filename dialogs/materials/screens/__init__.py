"""What materials show: a stand's materials to visitors, and what is offered to its staff and to organisers."""
