"""Pictures of others, fetched by the hub so that readers need not be."""
