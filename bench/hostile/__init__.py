"""Ten thousand requests and a thousand files that nobody should send; what tests/test_security does in short."""
