"""Mail on its way: adapters of the port `issuer.ports.Postman`."""
