"""How things look: colours of a place, pictures, signs and samples."""
