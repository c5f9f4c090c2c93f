package admin

import (
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/journal"
	"localipay/emulator/store"
)

// The shapes of interface.md. Amounts are text in major units, times RFC 3339.

type healthJSON struct {
	Status    string `json:"status" enum:"ok"`
	Version   string `json:"version"`
	Merchants int    `json:"merchants"`
}

type doneJSON struct {
	Done string `json:"done"`
}

type feeJSON struct {
	Type  string `json:"type" enum:"FIXED RATE"`
	Value string `json:"value" doc:"An amount, or of RATE a share of it."`
}

type qrcodeJSON struct {
	QRCode       string   `json:"qrcode" doc:"What the picture holds."`
	Code         string   `json:"code" doc:"Its 23 characters, after the host."`
	ImgURL       string   `json:"img_url"`
	Status       string   `json:"status" enum:"ACTIVE STOPPED DELETED"`
	StoreID      string   `json:"store_id"`
	StoreName    string   `json:"store_name"`
	MerchantID   string   `json:"secondary_merchant_id"`
	MerchantName string   `json:"secondary_merchant_name"`
	ChannelFee   *feeJSON `json:"channel_fee"`
	NotifyURL    string   `json:"notify_url"`
	Currency     string   `json:"currency"`
	CreatedAt    moment   `json:"created_at"`
}

func (a *Admin) showQRCode(q alipay.QRCode) qrcodeJSON {
	out := qrcodeJSON{
		QRCode: q.Value, Code: q.Code, ImgURL: a.PublicURL() + "show.htm?code=" + q.Code, Status: string(q.Status),
		StoreID: q.Biz.StoreID, StoreName: q.Biz.StoreName,
		MerchantID: q.Biz.MerchantID, MerchantName: q.Biz.MerchantName,
		NotifyURL: q.NotifyURL, Currency: string(q.Biz.Currency), CreatedAt: stamp(q.CreatedAt),
	}
	if q.Biz.FeeType != "" {
		out.ChannelFee = &feeJSON{q.Biz.FeeType, q.Biz.FeeValue}
	}
	return out
}

type tradeJSON struct {
	OutTradeNo  string  `json:"out_trade_no"`
	TradeNo     string  `json:"trade_no"`
	TradeStatus string  `json:"trade_status" enum:"WAIT_BUYER_PAY TRADE_SUCCESS TRADE_CLOSED TRADE_FINISHED"`
	Amount      amount  `json:"amount"`
	Refunded    amount  `json:"refunded"`
	Currency    string  `json:"currency"`
	QRCode      string  `json:"qrcode"`
	StoreID     string  `json:"store_id"`
	BuyerID     string  `json:"buyer_id"`
	Memo        string  `json:"memo"`
	CreatedAt   moment  `json:"created_at"`
	PaidAt      *moment `json:"paid_at"`
	ClosedAt    *moment `json:"closed_at"`
	CloseReason string  `json:"close_reason,omitempty" enum:"timeout cancel refund"`
	Outcome     string  `json:"outcome,omitempty" enum:"insufficient_funds risk_rejected" doc:"Why the payment just tried did not happen."`
}

func showTrade(r store.Reader, t alipay.Trade) tradeJSON {
	q, _ := r.QRCode(t.Code)
	return tradeJSON{
		OutTradeNo: t.OutTradeNo, TradeNo: t.TradeNo, TradeStatus: string(t.Status),
		Amount: amount(t.Amount.Format(t.Currency)), Refunded: amount(t.Refunded.Format(t.Currency)), Currency: string(t.Currency),
		QRCode: q.Value, StoreID: q.Biz.StoreID, BuyerID: t.BuyerID, Memo: t.Memo,
		CreatedAt: stamp(t.CreatedAt), PaidAt: maybe(t.PaidAt), ClosedAt: maybe(t.ClosedAt), CloseReason: string(t.CloseReason),
	}
}

type refundJSON struct {
	ID          string  `json:"partner_refund_id"`
	OutTradeNo  string  `json:"out_trade_no"`
	Amount      amount  `json:"amount"`
	Currency    string  `json:"currency"`
	Sync        bool    `json:"sync"`
	Status      string  `json:"status" enum:"SUCCESS PROCESSING FAILED"`
	Error       string  `json:"error,omitempty"`
	RequestedAt moment  `json:"requested_at"`
	DoneAt      *moment `json:"done_at"`
}

func showRefund(r alipay.Refund) refundJSON {
	return refundJSON{
		ID: r.ID, OutTradeNo: r.OutTradeNo, Amount: amount(r.Amount.Format(r.Currency)), Currency: string(r.Currency),
		Sync: r.Sync, Status: string(r.Status), Error: string(r.Error),
		RequestedAt: stamp(r.RequestedAt), DoneAt: maybe(r.DoneAt),
	}
}

type attemptJSON struct {
	At     moment   `json:"at"`
	Body   string   `json:"body" doc:"What was sent, urlencoded."`
	Status int      `json:"status" doc:"The shop's HTTP status, 0 if no answer came."`
	Answer string   `json:"answer"`
	Error  string   `json:"error,omitempty"`
	Faults []string `json:"faults"`
}

type notificationJSON struct {
	NotifyID    string            `json:"notify_id"`
	Kind        string            `json:"kind" enum:"payment refund"`
	OutTradeNo  string            `json:"out_trade_no"`
	NotifyURL   string            `json:"notify_url"`
	TradeStatus string            `json:"trade_status"`
	Acked       bool              `json:"acked"`
	Due         *moment           `json:"due"`
	Fields      map[string]string `json:"fields"`
	Attempts    []attemptJSON     `json:"attempts"`
}

func showNotification(n alipay.Notification) notificationJSON {
	out := notificationJSON{
		NotifyID: n.ID, Kind: string(n.Kind), OutTradeNo: n.OutTradeNo, NotifyURL: n.URL, TradeStatus: string(n.TradeStatus),
		Acked: n.Acked(), Due: maybe(n.Due), Fields: fieldMap(n.Fields), Attempts: []attemptJSON{},
	}
	for _, a := range n.Attempts {
		out.Attempts = append(out.Attempts, attemptJSON{
			At: stamp(a.At), Body: a.Body, Status: a.Status, Answer: strings.ToValidUTF8(a.Answer, "?"),
			Error: a.Error, Faults: list(a.Faults),
		})
	}
	return out
}

type requestJSON struct {
	ID          string            `json:"id"`
	At          moment            `json:"at"`
	Method      string            `json:"method"`
	URL         string            `json:"url"`
	ContentType string            `json:"content_type,omitempty"`
	Body        string            `json:"body,omitempty" doc:"As received."`
	Service     string            `json:"service"`
	Partner     string            `json:"partner"`
	Params      map[string]string `json:"params"`
	Outcome     string            `json:"outcome" doc:"SUCCESS, a gateway error's or a business failure's code, or LOST."`
	Reason      string            `json:"reason,omitempty"`
	Answer      string            `json:"answer" doc:"In UTF-8, whatever it was on the wire."`
	Status      int               `json:"status"`
	Faults      []string          `json:"faults" doc:"The fault rules that acted on it."`
	Scenario    string            `json:"scenario,omitempty" doc:"The scenario whose own call it was."`
	Diagnosis   *diagnosisJSON    `json:"diagnosis,omitempty"`
}

// showRequest leaves the diagnosis to who knows how many there are.
func showRequest(r journal.Request) requestJSON {
	return requestJSON{
		ID: r.ID, At: stamp(r.At), Method: r.Method, URL: strings.ToValidUTF8(r.URL, "?"), ContentType: r.ContentType,
		Body: strings.ToValidUTF8(r.Body, "?"), Service: r.Service, Partner: r.Partner, Params: fieldMap(r.Params),
		Outcome: r.Outcome, Reason: r.Reason, Answer: r.Answer, Status: r.Status, Faults: list(r.Faults), Scenario: r.Scenario,
	}
}

func fieldMap(fields []alipay.Field) map[string]string {
	out := make(map[string]string, len(fields))
	for _, f := range fields {
		out[f.Name] = f.Value
	}
	return out
}

// list is never null in JSON.
func list(texts []string) []string {
	if texts == nil {
		return []string{}
	}
	return texts
}
