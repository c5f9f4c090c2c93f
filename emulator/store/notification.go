package store

import (
	"iter"

	"github.com/hashicorp/go-memdb"

	"localipay/emulator/alipay"
)

const notifications = "notification"

func notificationTable() *memdb.TableSchema {
	return table(notifications, map[string]key[alipay.Notification]{
		byID:  func(n alipay.Notification) string { return n.ID },
		bySeq: func(n alipay.Notification) string { return number(n.Seq) },
	})
}

// Notification finds a notification by notify_id.
func (r Reader) Notification(id string) (alipay.Notification, bool) {
	return get[alipay.Notification](r, notifications, byID, id)
}

// Notifications lists notifications, oldest first, from a sequence number on.
func (r Reader) Notifications(from uint64) iter.Seq[alipay.Notification] {
	return oldest[alipay.Notification](r, notifications, from)
}

// NotificationsBefore lists notifications, newest first, from a sequence number
// back.
func (r Reader) NotificationsBefore(from uint64) iter.Seq[alipay.Notification] {
	return newest[alipay.Notification](r, notifications, from)
}

// PutNotification writes a notification.
func (t *Tx) PutNotification(n alipay.Notification) { put(t, notifications, n) }
