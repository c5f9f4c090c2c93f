package alipay

import (
	"regexp"
	"time"
)

// FileKind is what a reconciliation file tells of.
type FileKind string

// A transaction file has what happened on a day, a settlement file what was
// settled on one (gateway-and-trades §9).
const (
	TransactionFile FileKind = "transaction"
	SettlementFile  FileKind = "settlement"
)

// fileMorning is when files are there, GMT+8, on the day after the one that they
// cover; fileLife is how long (spec decisions 23 and 42).
const (
	fileMorning = 9 * time.Hour
	fileLife    = 7 * Day
)

// File is a reconciliation file of a merchant, whether it is there or not. Its
// Day, a midnight in GMT+8, is the one in its name: the transactions' day, or
// the day of settlement.
type File struct {
	Partner string
	Kind    FileKind
	Day     time.Time
}

// SettlementDay is the day on which what happens at t is settled: the same day
// from Monday to Thursday, Monday for what happens from Friday to Sunday.
func SettlementDay(t time.Time) time.Time {
	day := StartOfDay(t)
	switch day.Weekday() {
	case time.Friday:
		return day.Add(3 * Day)
	case time.Saturday:
		return day.Add(2 * Day)
	case time.Sunday:
		return day.Add(Day)
	default:
		return day
	}
}

// FilesOf are the two files that tell of what happens at t.
func FilesOf(partner string, t time.Time) []File {
	return []File{{partner, TransactionFile, StartOfDay(t)}, {partner, SettlementFile, SettlementDay(t)}}
}

var fileName = regexp.MustCompile(`^([0-9]{16})_(transaction|settlement)_([0-9]{8})\.txt$`)

// ParseFileName reads what Name writes.
func ParseFileName(name string) (f File, ok bool) {
	part := fileName.FindStringSubmatch(name)
	if part == nil {
		return f, false
	}
	day, err := time.ParseInLocation(layoutDate, part[3], zone)
	return File{part[1], FileKind(part[2]), day}, err == nil
}

// Name is <PID>_transaction_<YYYYMMDD>.txt or <PID>_settlement_<YYYYMMDD>.txt.
func (f File) Name() string { return f.Partner + "_" + string(f.Kind) + "_" + Date(f.Day) + ".txt" }

// Possible tells whether there can be such a file: nothing is settled from
// Friday to Sunday.
func (f File) Possible() bool {
	return f.Kind == TransactionFile || SettlementDay(f.Day).Equal(f.Day)
}

// Span is the time whose entries are in the file; its end is not in it.
func (f File) Span() (from, to time.Time) {
	from, to = f.Day, f.Day.Add(Day)
	if f.Kind == SettlementFile && f.Day.Weekday() == time.Monday {
		from = f.Day.Add(-3 * Day)
	}
	return from, to
}

// AvailableAt is when the file is there: the next day at 09:00.
func (f File) AvailableAt() time.Time { return f.Day.Add(Day + fileMorning) }

// RemovedAt is when it is gone again, seven days later.
func (f File) RemovedAt() time.Time { return f.AvailableAt().Add(fileLife) }

// ThereAt tells whether a file that has entries is there at t.
func (f File) ThereAt(t time.Time) bool {
	return !t.Before(f.AvailableAt()) && t.Before(f.RemovedAt())
}

// FilesThereAt lists the files of a merchant that are there at t, if they have
// entries, the newest first.
func FilesThereAt(partner string, t time.Time) (list []File) {
	for day := StartOfDay(t).Add(-Day); ; day = day.Add(-Day) {
		last := File{partner, TransactionFile, day}
		if !t.Before(last.RemovedAt()) {
			return list
		}
		for _, f := range []File{{partner, SettlementFile, day}, last} {
			if f.Possible() && f.ThereAt(t) {
				list = append(list, f)
			}
		}
	}
}
