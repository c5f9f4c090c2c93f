package store

// Remember stores a notify_id. False means that it was there already.
func (t *Tx) Remember(notifyID string) (bool, error) {
	touched, err := t.change(`INSERT INTO notifications (id) VALUES ($1) ON CONFLICT DO NOTHING`, notifyID)
	return touched == 1, err
}

// Seen tells whether a notify_id is stored.
func (t *Tx) Seen(notifyID string) (bool, error) {
	_, found, err := row(t, readText, `SELECT id FROM notifications WHERE id = $1`, notifyID)
	return found, err
}

// Alarm writes a sentence for the manager; the same one only once.
func (t *Tx) Alarm(text string) error {
	_, err := t.change(`INSERT INTO alarms (text, seq) VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM alarms))
		ON CONFLICT DO NOTHING`, text)
	return err
}

// Alarms lists them, oldest first.
func (t *Tx) Alarms() ([]string, error) {
	return rows(t, readText, `SELECT text FROM alarms ORDER BY seq, text`)
}

func readText(s scanner) (text string, err error) {
	err = s.Scan(&text)
	return text, err
}
