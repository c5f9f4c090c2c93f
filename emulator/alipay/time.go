package alipay

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Day is a calendar day's length: GMT+8 knows no daylight saving time.
const Day = 24 * time.Hour

// zone is the time zone of every date that Alipay writes or reads.
var zone = time.FixedZone("GMT+8", 8*60*60)

// Layouts of Alipay's own dates, always GMT+8.
const (
	layoutStamp   = "2006-01-02 15:04:05"
	layoutCompact = "20060102150405"
	layoutDate    = "20060102"
)

// GMT8 moves t into Alipay's time zone.
func GMT8(t time.Time) time.Time { return t.In(zone) }

// Stamp writes yyyy-MM-dd HH:mm:ss in GMT+8, as notifications carry it.
func Stamp(t time.Time) string { return t.In(zone).Format(layoutStamp) }

// AppendStamp writes what Stamp does behind b.
func AppendStamp(b []byte, t time.Time) []byte { return t.In(zone).AppendFormat(b, layoutStamp) }

// Compact writes yyyyMMddHHmmss in GMT+8, as alipay_pay_time carries it.
func Compact(t time.Time) string { return t.In(zone).Format(layoutCompact) }

// Date writes yyyyMMdd in GMT+8, which ids and file names begin with.
func Date(t time.Time) string { return t.In(zone).Format(layoutDate) }

// StartOfDay is midnight, GMT+8, of the day that t falls on.
func StartOfDay(t time.Time) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

// SameDay tells whether two instants fall on one calendar day in GMT+8: the
// question behind "cancel or refund?".
func SameDay(a, b time.Time) bool { return StartOfDay(a).Equal(StartOfDay(b)) }

// ParseTimestamp reads the two forms of `timestamp` that real clients send:
// yyyy-MM-dd HH:mm:ss in GMT+8, or milliseconds since the epoch
// (gateway-and-trades §1.4).
func ParseTimestamp(text string) (time.Time, error) {
	if len(text) == 13 && isNumber(text, 13) {
		ms, err := strconv.ParseInt(text, 10, 64)
		return time.UnixMilli(ms).In(zone), err
	}
	t, err := time.ParseInLocation(layoutStamp, text, zone)
	if err == nil && Stamp(t) != text { // Go also reads a one-digit hour and a fraction
		err = errTimestamp
	}
	return t, err
}

var errTimestamp = errors.New("a timestamp is yyyy-MM-dd HH:mm:ss or 13 digits of milliseconds")

var errDuration = errors.New(`write a duration as a number and a unit: "30s", "15m", "6h" or "180d"`)

// ParseDuration is time.ParseDuration that also takes whole days ("180d",
// "1d12h") and no sign.
func ParseDuration(text string) (time.Duration, error) {
	days, rest, ok := strings.Cut(text, "d")
	if !ok {
		days, rest = "0", text
	} else if rest == "" {
		rest = "0s"
	}
	n, err := strconv.Atoi(days)
	if err != nil || !isNumber(days, 5) {
		return 0, errDuration
	}
	d, err := time.ParseDuration(rest)
	if err != nil || rest[0] == '-' || rest[0] == '+' {
		return 0, errDuration
	}
	if d += time.Duration(n) * Day; d < 0 { // more than 292 years
		return 0, errDuration
	}
	return d, nil
}

// FormatDuration writes what ParseDuration reads, in the largest unit that
// fits: "180d", "3m", "0s".
func FormatDuration(d time.Duration) string {
	if d >= Day && d%Day == 0 {
		return strconv.FormatInt(int64(d/Day), 10) + "d"
	}
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// ParseClockTime reads a time of day, "23:00", as the span since midnight.
func ParseClockTime(text string) (time.Duration, error) {
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, errors.New(`write a time of day as "23:00"`)
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, nil
}
