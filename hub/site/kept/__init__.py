"""What a process knows already, and how long that stays true."""
