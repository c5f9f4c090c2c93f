package admin

import (
	"slices"
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/store"
	"localipay/emulator/world"
)

var notificationQuery = append([]string{"out_trade_no", "kind", "acked", "wait", "timeout"}, paged...)

func (a *Admin) notifications(r *request) (any, error) {
	p, err := readPaging(r.query)
	if err != nil {
		return nil, err
	}
	wait, err := readWaiting(r.query)
	if err != nil {
		return nil, err
	}
	wanted, err := r.notificationFilter()
	if err != nil {
		return nil, err
	}
	timedOut := !wait.enough(a, r, func() int { return countNotifications(r.world, wanted) })
	var out page[notificationJSON]
	r.world.Ledger.View(func(rows store.Reader) {
		out = collect(p, rows.Notifications(p.cursor+1), func(n alipay.Notification) uint64 { return n.Seq }, wanted, showNotification)
	})
	out.TimedOut = timedOut
	return out, nil
}

var notificationKinds = []string{string(alipay.NotifyPayment), string(alipay.NotifyRefund)}

func (r *request) notificationFilter() (func(alipay.Notification) bool, error) {
	order, kind, acked := r.query.Get("out_trade_no"), r.query.Get("kind"), r.query.Get("acked")
	if kind != "" && !slices.Contains(notificationKinds, kind) {
		return nil, badRequest("kind: %q is not one of %s", kind, strings.Join(notificationKinds, ", "))
	}
	return func(n alipay.Notification) bool {
		return (order == "" || n.OutTradeNo == order) && (kind == "" || string(n.Kind) == kind) &&
			(acked == "" || n.Acked() == (acked == "true"))
	}, r.yesOrNo("acked")
}

func countNotifications(w *world.World, wanted func(alipay.Notification) bool) (n int) {
	w.Ledger.View(func(rows store.Reader) {
		for row := range rows.Notifications(0) {
			if wanted(row) {
				n++
			}
		}
	})
	return n
}

func (a *Admin) resend(r *request) (any, error) {
	id := r.vars["notify_id"]
	hold := r.world.Ledger.Hold()
	if err := r.world.Ledger.Update(hold, func(t *ledger.Tx) error { return t.Resend(id) }); err != nil {
		return nil, refused(err, "notification", id)
	}
	r.world.Settle(r.Context(), hold)
	var n alipay.Notification
	r.world.Ledger.View(func(rows store.Reader) { n, _ = rows.Notification(id) })
	return showNotification(n), nil
}
