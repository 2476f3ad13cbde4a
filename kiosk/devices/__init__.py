"""What stands around the screen: the ticket printer."""
