package alipay

import "time"

const stampLayout = "2006-01-02 15:04:05"

// HongKong is GMT+8, in which Alipay's days begin and end. It has no summer
// time, so no time zone database is needed.
func HongKong() *time.Location { return time.FixedZone("GMT+8", 8*60*60) }

// Stamp writes a time as Alipay does.
func Stamp(t time.Time) string { return t.In(HongKong()).Format(stampLayout) }

// ParseStamp reads it.
func ParseStamp(text string) (time.Time, error) {
	return time.ParseInLocation(stampLayout, text, HongKong())
}
