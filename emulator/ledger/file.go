package ledger

import (
	"time"

	"localipay/emulator/alipay"
)

// expectFile lets a file come when its time has come; its rows are the entries
// of its span, so there is nothing else to do.
func (t *Tx) expectFile(f alipay.File) {
	if _, expected := t.Due(string(dueFile), f.Name()); !expected {
		t.later(dueFile, f.Name(), f.AvailableAt())
	}
}

// fileIsThere tells that a file has come, and lets it go again.
func (t *Tx) fileIsThere(name string) {
	t.did(dueFile, name, "", "")
	if f, ok := alipay.ParseFileName(name); ok {
		t.later(dueFileGone, name, f.RemovedAt())
	}
}

// WentBack is told when the clock was set back, and from where. Files are there
// as the clock says: those that are not there any more come again, and those
// that are there again go again.
func (l *Ledger) WentBack(from time.Time) {
	l.alone(func(t *Tx) {
		partner := t.Merchant().Partner
		for day := range t.Days(alipay.StartOfDay(t.now).Add(-2 * weekOfFiles)) {
			if day.After(from) {
				return
			}
			for _, f := range alipay.FilesOf(partner, day) {
				t.rewindFile(f)
			}
		}
	})
}

// weekOfFiles is more than a file is there, and than Monday's settlement waits.
const weekOfFiles = 8 * alipay.Day

func (t *Tx) rewindFile(f alipay.File) {
	switch {
	case t.now.Before(f.AvailableAt()):
		t.never(dueFileGone, f.Name())
		t.expectFile(f)
	case f.ThereAt(t.now):
		t.later(dueFileGone, f.Name(), f.RemovedAt())
	}
}
