"""The registry for other programs and other towns: SKOS, and the registry file written back."""
