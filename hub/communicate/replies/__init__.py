"""What people say here themselves."""
