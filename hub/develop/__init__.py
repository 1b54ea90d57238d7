"""What grows out of it: projects, resources, evidence; empty until people meet."""
