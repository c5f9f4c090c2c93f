package ledger

import (
	"localipay/emulator/alipay"
	"localipay/emulator/clock"
	"localipay/emulator/fault"
	"localipay/emulator/store"
)

// PatchMerchant changes switches. On an error, whose text is for people,
// nothing has changed.
func (t *Tx) PatchMerchant(values map[string]any) (alipay.Merchant, error) {
	m := t.Merchant()
	if err := m.Apply(values); err != nil {
		return m, err
	}
	t.PutMerchant(m)
	return m, nil
}

// PutMerchant writes the merchant as a whole: when its world is made.
func (t *Tx) PutMerchant(m alipay.Merchant) {
	t.write.PutMerchant(m)
	t.tell(Event{Kind: EventMerchant, ID: m.Partner})
}

// Dump gives all rows for a state file.
func (l *Ledger) Dump() store.Dump {
	var d store.Dump
	l.View(func(r store.Reader) { d = r.Dump() })
	return d
}

// Load replaces all rows and the clock by a state file's, with further rules
// behind its own. Nothing happens by it; what fell due since is done like
// anything else.
func (l *Ledger) Load(d store.Dump, at clock.State, rules ...fault.Rule) error {
	db := store.New()
	err := db.Update(func(w *store.Tx) error {
		w.Load(d)
		l.begin(w).AddFaults(rules)
		return nil
	})
	if err != nil {
		return err
	}
	l.Reset(Snapshot{tables: db.Snapshot()}, at)
	return nil
}
