"""Tables that editors bring and take away: read, checked as a whole, shown as a difference, applied."""
