"""What stands between a request and who is asking."""
