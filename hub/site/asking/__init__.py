"""What somebody asks for: an address and a question become values, and what a place has of them."""
