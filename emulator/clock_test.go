package emulator_test

import "time"

// monday is 5 January 2026, 10:00 in Hong Kong.
var monday = time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)
