"""Who: persons, sign-in, roles and consent; empty until the hub has accounts."""
