package reconcile

import (
	"fmt"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/store"
)

// List opens the files that are there at a time, the newest first.
func (s *Shelf) List(rows store.Reader, now time.Time) (list []*Content) {
	for _, f := range alipay.FilesThereAt(rows.Merchant().Partner, now) {
		if c, ok := s.open(rows, f); ok {
			list = append(list, c)
		}
	}
	return list
}

// Find opens a file by its name. An error says, for people, why it is not
// there.
func (s *Shelf) Find(rows store.Reader, now time.Time, name string) (*Content, error) {
	partner := rows.Merchant().Partner
	f, ok := alipay.ParseFileName(name)
	if !ok || f.Partner != partner {
		return nil, fmt.Errorf("%q is no file of this merchant's; they are called %s_transaction_YYYYMMDD.txt and %s_settlement_YYYYMMDD.txt",
			alipay.Shorten(name, 80), partner, partner)
	}
	c, ok := s.open(rows, f)
	if ok && f.ThereAt(now) {
		return c, nil
	}
	return nil, fmt.Errorf("%s is not there: %s", name, absence(f, ok, now))
}

// absence tells why a file is not there, and what to do.
func absence(f alipay.File, hasRows bool, now time.Time) string {
	day := f.Day.Format(time.DateOnly)
	switch {
	case !f.Possible():
		return fmt.Sprintf("nothing is settled on a %s; what happens from Friday to Sunday is in Monday's file, %s",
			f.Day.Weekday(), alipay.File{Partner: f.Partner, Kind: f.Kind, Day: alipay.SettlementDay(f.Day)}.Name())
	case !now.Before(f.RemovedAt()):
		return "Alipay removes a file seven days after it came, and it is " + alipay.Stamp(now)
	case now.Before(f.AvailableAt()):
		return fmt.Sprintf("it comes at %s if anything happens until then that belongs in it, and it is %s; turn the merchant's clock",
			alipay.Stamp(f.AvailableAt()), alipay.Stamp(now))
	case !hasRows && f.Kind == alipay.SettlementFile:
		return "nothing was settled on " + day + ", and such a day has no file"
	default:
		return "no money moved on " + day + ", and such a day has no file"
	}
}

// Coming lists the files that will be there once their time has come, the
// soonest first.
func Coming(rows store.Reader, now time.Time) (list []alipay.File) {
	partner := rows.Merchant().Partner
	for day := alipay.StartOfDay(now).Add(-alipay.Day); !day.After(alipay.SettlementDay(now)); day = day.Add(alipay.Day) {
		for _, kind := range []alipay.FileKind{alipay.TransactionFile, alipay.SettlementFile} {
			f := alipay.File{Partner: partner, Kind: kind, Day: day}
			if f.Possible() && now.Before(f.AvailableAt()) && versionsOf(rows, f) != (versions{}) {
				list = append(list, f)
			}
		}
	}
	return list
}
