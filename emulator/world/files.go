package world

import (
	"localipay/emulator/alipay"
	"localipay/emulator/reconcile"
	"localipay/emulator/store"
)

// Files lists the reconciliation files that exist by the world's clock, the
// newest first.
func (w *World) Files() (list []*reconcile.Content) {
	w.Ledger.View(func(r store.Reader) { list = w.shelf.List(r, w.Clock.Now()) })
	return list
}

// File opens a reconciliation file by its name. An error says, for people, why
// it is not there.
func (w *World) File(name string) (c *reconcile.Content, err error) {
	w.Ledger.View(func(r store.Reader) { c, err = w.shelf.Find(r, w.Clock.Now(), name) })
	return c, err
}

// ComingFiles lists those that will exist once their time has come, the soonest
// first.
func (w *World) ComingFiles() (list []alipay.File) {
	w.Ledger.View(func(r store.Reader) { list = reconcile.Coming(r, w.Clock.Now()) })
	return list
}
