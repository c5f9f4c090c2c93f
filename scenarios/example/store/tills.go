package store

// Till is a counter of the shop with a static code.
type Till struct {
	ID, StoreID, QRCode string
}

const tillColumns = `SELECT id, store_id, qrcode FROM tills `

func readTill(s scanner) (t Till, err error) {
	err = s.Scan(&t.ID, &t.StoreID, &t.QRCode)
	return t, err
}

// Tills lists them.
func (t *Tx) Tills() ([]Till, error) { return rows(t, readTill, tillColumns+`ORDER BY id`) }

// PutTill inserts a till or replaces it.
func (t *Tx) PutTill(till Till) error {
	_, err := t.change(`INSERT INTO tills (id, store_id, qrcode) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET store_id = excluded.store_id, qrcode = excluded.qrcode`,
		till.ID, till.StoreID, till.QRCode)
	return err
}

// LockTill makes this transaction the only one on a till until it ends: a
// write first takes the row's lock on PostgreSQL, and the whole file's on
// SQLite. Everything that changes a bill begins with it, or two clicks would
// pass the same check (bugs 8 and 11). False means that there is no such till.
func (t *Tx) LockTill(id string) (bool, error) {
	touched, err := t.change(`UPDATE tills SET turn = turn + 1 WHERE id = $1`, id)
	return touched == 1, err
}
