package admin

import (
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
)

// Texts that mean something, so that the document can say what.
type (
	amount  string // in major units
	moment  string // RFC 3339 at +08:00, as answers have it
	anyTime string // RFC 3339 in any zone, as requests may have it
	span    string // a duration
)

func (amount) shape(*schemas) object {
	return object{
		"type": "string", "pattern": `^(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?$`, "example": "88.00",
		"description": "An amount in major units of the currency, as text.",
	}
}

func (moment) shape(*schemas) object {
	return object{
		"type": "string", "format": "date-time", "pattern": `^[0-9T:-]{19}\+08:00$`, "example": "2026-03-02T23:40:00+08:00",
		"description": "A time by the merchant's clock: RFC 3339 at +08:00, to the second.",
	}
}

func (anyTime) shape(*schemas) object {
	return object{
		"type": "string", "format": "date-time", "example": "2026-03-02T23:40:00+08:00",
		"description": "A time: RFC 3339, in any zone.",
	}
}

func (span) shape(*schemas) object {
	return object{
		"type": "string", "example": "25m",
		"description": `A duration: "30s", "15m", "6h" or "180d".`,
	}
}

// stamp writes an instant as RFC 3339 at +08:00 to the second.
func stamp(t time.Time) moment { return moment(alipay.GMT8(t).Format(time.RFC3339)) }

// maybe is null for an instant that has not come.
func maybe(t time.Time) *moment {
	if t.IsZero() {
		return nil
	}
	text := stamp(t)
	return &text
}

func parseTime(name string, text anyTime) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, string(text))
	switch {
	case err != nil:
		return t, badRequest(`%s: %q is not a time; write it as "2026-03-02T23:40:00+08:00"`, name, text)
	case !clock.InRange(t):
		return t, badRequest("%s: %q is out of range; clocks show the years %d to %d", name, text, clock.FirstYear, clock.LastYear)
	}
	return t, nil
}
