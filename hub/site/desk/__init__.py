"""What a mentor’s desk is put together from: bins of all rooms, and how far the desk reaches."""
