"""What commands show on a terminal; loaded only when a command runs, for it is heavy."""
