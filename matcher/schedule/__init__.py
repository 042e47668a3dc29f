"""What is done when: times, alarms, one leader, recorded runs, backups, words to the operator."""
