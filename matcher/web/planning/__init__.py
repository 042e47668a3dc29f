"""What is when: `/calendar` and `/pipeline`; and how well it is known: `/sources`."""
