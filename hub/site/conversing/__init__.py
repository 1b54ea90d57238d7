"""How conversations are told: who spoke in them, why they are listed, and who talks with whom."""
