"""Mail on its way: adapters of the port `issuer.ports.Postman`."""

from issuer.delivery.smtp import SmtpPostman

__all__ = ["SmtpPostman"]
