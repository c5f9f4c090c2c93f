package store

// schema works on SQLite and PostgreSQL alike.
func schema() []string {
	return []string{
		`CREATE TABLE IF NOT EXISTS tills (
			id TEXT PRIMARY KEY, store_id TEXT NOT NULL, qrcode TEXT NOT NULL, turn BIGINT NOT NULL DEFAULT 0)`,

		`CREATE TABLE IF NOT EXISTS bills (
			id TEXT PRIMARY KEY, seq BIGINT NOT NULL, till TEXT NOT NULL, amount BIGINT NOT NULL, currency TEXT NOT NULL,
			status TEXT NOT NULL, shipments BIGINT NOT NULL, void TEXT NOT NULL, error TEXT NOT NULL, opened_at BIGINT NOT NULL)`,
		`CREATE UNIQUE INDEX IF NOT EXISTS one_open_bill ON bills (till) WHERE status = 'open'`,

		// id is the trade_no: the database itself refuses to book a trade twice.
		`CREATE TABLE IF NOT EXISTS payments (
			id TEXT PRIMARY KEY, seq BIGINT NOT NULL, out_trade_no TEXT NOT NULL, trade_no TEXT NOT NULL, till TEXT NOT NULL,
			bill TEXT NOT NULL, amount BIGINT NOT NULL, currency TEXT NOT NULL, subject TEXT NOT NULL, paid_at BIGINT NOT NULL,
			status TEXT NOT NULL, reason TEXT NOT NULL, cancelled_at BIGINT NOT NULL)`,

		// request_key is the clerk's click, once per bill; NULL where none was named.
		`CREATE TABLE IF NOT EXISTS refunds (
			id TEXT PRIMARY KEY, seq BIGINT NOT NULL, refund_id TEXT NOT NULL, bill TEXT NOT NULL, till TEXT NOT NULL,
			out_trade_no TEXT NOT NULL, amount BIGINT NOT NULL, currency TEXT NOT NULL, sync BOOLEAN NOT NULL,
			request TEXT NOT NULL, request_key TEXT UNIQUE, status TEXT NOT NULL, error TEXT NOT NULL, done_at BIGINT NOT NULL)`,

		`CREATE TABLE IF NOT EXISTS notifications (id TEXT PRIMARY KEY)`,
		`CREATE TABLE IF NOT EXISTS alarms (text TEXT PRIMARY KEY, seq BIGINT NOT NULL)`,
	}
}

// Forget empties everything but the tills.
func (t *Tx) Forget() error {
	for _, table := range []string{"bills", "payments", "refunds", "notifications", "alarms"} {
		if _, err := t.change("DELETE FROM " + table); err != nil {
			return err
		}
	}
	return nil
}
