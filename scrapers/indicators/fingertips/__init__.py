"""Fingertips, the public health profiles of the Department of Health and Social Care."""
