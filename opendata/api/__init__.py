"""The tables as an interface for programs: read-only, described by OpenAPI, problems as RFC 9457 says."""
