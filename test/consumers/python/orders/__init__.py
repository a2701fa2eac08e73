"""An order service in a VPC."""
