"""How a town agrees: proposals, what people say to them, and decisions with their way back."""
