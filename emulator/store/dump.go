package store

import (
	"slices"

	"localipay/emulator/alipay"
	"localipay/emulator/fault"
)

// Dump is all rows of a world, as a state file keeps them.
type Dump struct {
	Merchant      alipay.Merchant
	Counters      Counters
	QRCodes       []alipay.QRCode
	Trades        []alipay.Trade
	Refunds       []alipay.Refund
	Entries       []alipay.Entry
	Notifications []alipay.Notification
	Stores        []alipay.Store
	Buyers        []alipay.Buyer
	Due           []Due
	Faults        []fault.Rule `json:",omitempty"`
}

const last = ^uint64(0)

// Dump copies all rows.
func (r Reader) Dump() Dump {
	return Dump{
		Merchant: r.Merchant(), Counters: r.Counters(),
		QRCodes: slices.Collect(r.QRCodes(last)), Trades: slices.Collect(r.Trades(last)),
		Refunds: slices.Collect(r.Refunds(last)), Entries: slices.Collect(r.allEntries()), Notifications: slices.Collect(r.Notifications(0)),
		Stores: slices.Collect(r.Stores()), Buyers: slices.Collect(r.Buyers()),
		Due:    slices.AppendSeq(slices.AppendSeq(slices.Collect(r.DueNext(Deed)), r.DueNext(Delivery)), r.DueNext(Held)),
		Faults: keptFaults(r),
	}
}

// Load writes all rows of a dump.
func (t *Tx) Load(d Dump) {
	t.PutMerchant(d.Merchant)
	t.PutCounters(d.Counters)
	each(d.QRCodes, t.PutQRCode)
	each(d.Trades, t.PutTrade)
	each(d.Refunds, t.PutRefund)
	each(d.Entries, t.PutEntry)
	each(d.Notifications, t.PutNotification)
	each(d.Stores, t.PutStore)
	each(d.Buyers, t.PutBuyer)
	each(d.Due, t.PutDue)
	each(d.Faults, t.PutFault)
}

// keptFaults leaves out those of --faults: the next start has its own.
func keptFaults(r Reader) (list []fault.Rule) {
	for rule := range r.Faults() {
		if !rule.AtStart {
			list = append(list, rule)
		}
	}
	return list
}

func each[T any](list []T, put func(T)) {
	for _, row := range list {
		put(row)
	}
}
