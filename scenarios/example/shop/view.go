package shop

import (
	"strings"
	"time"

	"localipay/scenarios/example/alipay"
	"localipay/scenarios/example/money"
	"localipay/scenarios/example/store"
)

// BillView is a bill as the shop shows it.
type BillView struct {
	ID         string        `json:"id"`
	Till       string        `json:"till"`
	Amount     string        `json:"amount"`
	Currency   string        `json:"currency"`
	Status     string        `json:"status"`
	Paid       bool          `json:"paid"`
	Cancelled  bool          `json:"cancelled"`
	Open       bool          `json:"open"`
	PaidAmount string        `json:"paid_amount"`
	Received   string        `json:"received"`
	Refunded   string        `json:"refunded"`
	Processing string        `json:"processing"`
	Shipments  int           `json:"shipments"`
	Void       string        `json:"void"`
	Error      string        `json:"error"`
	OutTradeNo string        `json:"out_trade_no"`
	TradeNo    string        `json:"trade_no"`
	OpenedAt   string        `json:"opened_at"`
	Payments   []PaymentView `json:"payments"`
	Refunds    []RefundView  `json:"refunds"`
}

// PaymentView is money received.
type PaymentView struct {
	OutTradeNo string `json:"out_trade_no"`
	TradeNo    string `json:"trade_no"`
	Till       string `json:"till"`
	Bill       string `json:"bill"`
	Amount     string `json:"amount"`
	Currency   string `json:"currency"`
	Subject    string `json:"subject"`
	PaidAt     string `json:"paid_at"`
	Status     string `json:"status"`
	Refunded   string `json:"refunded"`
	Flagged    bool   `json:"flagged"`
	Reason     string `json:"reason"`
}

// RefundView is a click on the refund button.
type RefundView struct {
	ID         string `json:"id"`
	OutTradeNo string `json:"out_trade_no"`
	Amount     string `json:"amount"`
	Sync       bool   `json:"sync"`
	Request    string `json:"request"`
	Status     string `json:"status"`
	Error      string `json:"error"`
}

// TillView is a counter, its code, and its latest bill.
type TillView struct {
	ID      string    `json:"id"`
	StoreID string    `json:"store_id"`
	Code    string    `json:"code"`
	QRCode  string    `json:"qrcode"`
	Bill    *BillView `json:"bill"`
}

// Day is what a calendar day's transaction file should add up to.
type Day struct {
	Received  string `json:"received"`
	Refunded  string `json:"refunded"`
	Cancelled string `json:"cancelled"`
}

// State is all that the shop knows.
type State struct {
	Now       string         `json:"now"`
	Partner   string         `json:"partner"`
	Bugs      []string       `json:"bugs"`
	Tills     []TillView     `json:"tills"`
	Bills     []BillView     `json:"bills"`
	Unmatched []PaymentView  `json:"unmatched"`
	Alarms    []string       `json:"alarms"`
	Days      map[string]Day `json:"days"`
}

func viewBill(b store.Bill, payments []store.Payment, refunds []store.Refund) BillView {
	v := BillView{
		ID: b.ID, Till: b.Till, Amount: b.Amount.String(), Currency: b.Currency, Status: b.Status,
		Paid: b.Status == store.Paid, Cancelled: b.Status == store.Cancelled, Open: b.Status == store.Open,
		Shipments: b.Shipments, Void: b.Void, Error: b.Error, OpenedAt: stamp(b.OpenedAt),
		Payments: []PaymentView{}, Refunds: []RefundView{},
	}
	var paid, received money.Cents
	var sum tally
	for _, p := range payments {
		if p.Bill != b.ID {
			continue
		}
		own := of(refunds, p.OutTradeNo)
		v.Payments = append(v.Payments, viewPayment(p, own))
		received += p.Amount
		if p.Reason == "" {
			paid += p.Amount
			sum = tallyOf(own)
			v.OutTradeNo, v.TradeNo = p.OutTradeNo, p.TradeNo
		}
	}
	for _, r := range refunds {
		if r.Bill == b.ID {
			v.Refunds = append(v.Refunds, viewRefund(r))
		}
	}
	v.PaidAmount, v.Received = paid.String(), received.String()
	v.Refunded, v.Processing = sum.done.String(), sum.pending.String()
	return v
}

func viewPayment(p store.Payment, refunds []store.Refund) PaymentView {
	return PaymentView{
		OutTradeNo: p.OutTradeNo, TradeNo: p.TradeNo, Till: p.Till, Bill: p.Bill, Amount: p.Amount.String(),
		Currency: p.Currency, Subject: p.Subject, PaidAt: stamp(p.PaidAt), Status: p.Status,
		Refunded: tallyOf(refunds).done.String(), Flagged: p.Status == store.Unfit, Reason: p.Reason,
	}
}

func viewRefund(r store.Refund) RefundView {
	return RefundView{
		ID: r.RefundID, OutTradeNo: r.OutTradeNo, Amount: r.Amount.String(), Sync: r.Sync, Request: r.Request,
		Status: r.Status, Error: r.Error,
	}
}

func viewTill(till store.Till, bills []BillView) TillView {
	v := TillView{ID: till.ID, StoreID: till.StoreID, QRCode: till.QRCode, Code: till.QRCode[strings.LastIndex(till.QRCode, "/")+1:]}
	for i := range bills {
		if bills[i].Till == till.ID {
			v.Bill = &bills[i] // the latest one stays
		}
	}
	return v
}

func of(refunds []store.Refund, outTradeNo string) []store.Refund {
	var own []store.Refund
	for _, r := range refunds {
		if r.OutTradeNo == outTradeNo {
			own = append(own, r)
		}
	}
	return own
}

func stamp(t time.Time) string { return t.In(alipay.HongKong()).Format(time.RFC3339) }
