"""What do a publisher's words mean? The compiled registry, and the resolver."""
