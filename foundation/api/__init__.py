"""The HTTP API's own ground: routes as data, one road for every request, problem details, the OpenAPI document."""
