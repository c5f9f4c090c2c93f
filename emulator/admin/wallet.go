package admin

import (
	"errors"
	"net/http"
	"unicode/utf8"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/world"
)

type scanJSON struct {
	QRCode string `json:"qrcode" doc:"What the picture holds, or its 23 characters."`
	Buyer  string `json:"buyer,omitempty" doc:"The buyer_id of who scans; the fixtures' first buyer if left out."`
}

// scannedJSON is what a customer sees before typing the amount.
type scannedJSON struct {
	QRCode       string `json:"qrcode"`
	Code         string `json:"code"`
	Partner      string `json:"partner"`
	MerchantName string `json:"secondary_merchant_name"`
	StoreName    string `json:"store_name"`
	Currency     string `json:"currency"`
	Memo         bool   `json:"memo" doc:"Whether the customer may type one."`
	BuyerID      string `json:"buyer_id"`
	Wallet       string `json:"payment_inst"`
}

func (a *Admin) scan(r *request) (any, error) {
	var in scanJSON
	if err := decode(r.Request, &in); err != nil {
		return nil, err
	}
	w, err := a.worldOfCode(in.QRCode)
	if err != nil {
		return nil, err
	}
	var out scannedJSON
	if err := r.yesOrNo("settle"); err != nil {
		return nil, err
	}
	err = w.Ledger.Update(nil, func(t *ledger.Tx) error {
		q, err := t.Scan(in.QRCode)
		if err != nil {
			return err
		}
		buyer, err := t.PayingBuyer(in.Buyer)
		out = scannedJSON{
			QRCode: q.Value, Code: q.Code, Partner: w.Partner, MerchantName: q.Biz.MerchantName, StoreName: q.Biz.Title(),
			Currency: string(q.Biz.Currency), Memo: q.Biz.ShowMemo, BuyerID: buyer.ID, Wallet: string(t.WalletOf(buyer)),
		}
		return err
	})
	return out, explain(err, in.QRCode, in.Buyer)
}

func (a *Admin) worldOfCode(value string) (*world.World, error) {
	if value == "" {
		return nil, fault(http.StatusConflict, ledger.ErrInvalidQRCode.Code, "qrcode is missing; give what the picture holds, or its 23 characters")
	}
	w, ok := a.Worlds.OfCode(value)
	if !ok {
		return nil, refused(ledger.ErrInvalidQRCode, "code", value)
	}
	return w, nil
}

type orderJSON struct {
	QRCode string `json:"qrcode" doc:"What the picture holds, or its 23 characters."`
	Amount amount `json:"amount"`
	Memo   string `json:"memo,omitempty" doc:"What the customer writes, at most 400 characters."`
	Buyer  string `json:"buyer,omitempty" doc:"The buyer_id of who pays; the fixtures' first buyer if left out."`
}

type payJSON struct {
	Outcome string `json:"outcome,omitempty" enum:"success insufficient_funds risk_rejected"`
}

type orderAndPayJSON struct {
	orderJSON
	payJSON
}

func (o orderJSON) order(m alipay.Merchant) (ledger.Order, error) {
	amount, ok := alipay.ParsePayment(string(o.Amount), m.Currency)
	switch {
	case !ok:
		return ledger.Order{}, badRequest(`amount: %q is not an amount from 0.01 to 100000000.00; write it as "88.00"`, o.Amount)
	case utf8.RuneCountInString(o.Memo) > alipay.MaxMemo || !alipay.Storable(o.Memo):
		return ledger.Order{}, badRequest("memo: must be plain text of at most %d characters", alipay.MaxMemo)
	}
	return ledger.Order{QRCode: o.QRCode, Amount: amount, Memo: o.Memo, Buyer: o.Buyer}, nil
}

func (p payJSON) outcome() (ledger.Outcome, error) {
	switch o := ledger.Outcome(p.Outcome); o {
	case "", ledger.Paid, ledger.InsufficientFunds, ledger.RiskRejected:
		return o, nil
	}
	return "", badRequest("outcome: %q is not one of success, insufficient_funds, risk_rejected", p.Outcome)
}

func (a *Admin) openOrder(r *request) (any, error) {
	var in orderJSON
	if err := decode(r.Request, &in); err != nil {
		return nil, err
	}
	return a.inWorldOfCode(r, in, func(t *ledger.Tx, order ledger.Order) (alipay.Trade, ledger.Outcome, error) {
		trade, err := t.OpenOrder(order)
		return trade, "", err
	})
}

func (a *Admin) pay(r *request) (any, error) {
	var in orderAndPayJSON
	if err := decode(r.Request, &in); err != nil {
		return nil, err
	}
	want, err := in.outcome()
	if err != nil {
		return nil, err
	}
	return a.inWorldOfCode(r, in.orderJSON, func(t *ledger.Tx, order ledger.Order) (alipay.Trade, ledger.Outcome, error) {
		trade, err := t.OpenOrder(order)
		if err != nil {
			return trade, "", err
		}
		return t.Pay(trade.OutTradeNo, want)
	})
}

type walletDeed func(*ledger.Tx, ledger.Order) (alipay.Trade, ledger.Outcome, error)

func (a *Admin) inWorldOfCode(r *request, in orderJSON, do walletDeed) (any, error) {
	w, err := a.worldOfCode(in.QRCode)
	if err != nil {
		return nil, err
	}
	order, err := in.order(w.Merchant())
	if err != nil {
		return nil, err
	}
	out, err := r.change(w, func(t *ledger.Tx) (alipay.Trade, ledger.Outcome, error) { return do(t, order) })
	return out, explain(err, in.QRCode, in.Buyer)
}

// explain tells which code or buyer the ledger refused.
func explain(err error, code, buyer string) error {
	if errors.Is(err, ledger.ErrNoBuyer) {
		return refused(err, "buyer", buyer)
	}
	return refused(err, "code", code)
}

func (a *Admin) payOrder(r *request) (any, error) {
	var in payJSON
	if err := decode(r.Request, &in); err != nil {
		return nil, err
	}
	want, err := in.outcome()
	if err != nil {
		return nil, err
	}
	id := r.vars["out_trade_no"]
	w, ok := a.Worlds.OfTrade(id)
	if !ok {
		return nil, refused(ledger.ErrNoTrade, "order", id)
	}
	out, err := r.change(w, func(t *ledger.Tx) (alipay.Trade, ledger.Outcome, error) { return t.Pay(id, want) })
	return out, refused(err, "order", id)
}

// change does what the customer does and shows the trade as it then is.
func (r *request) change(w *world.World, do func(*ledger.Tx) (alipay.Trade, ledger.Outcome, error)) (any, error) {
	var out tradeJSON
	if err := r.yesOrNo("settle"); err != nil {
		return out, err
	}
	r.hold = w.Ledger.Hold()
	err := w.Ledger.Update(r.hold, func(t *ledger.Tx) error {
		trade, outcome, err := do(t)
		if err != nil {
			return err
		}
		if trade, ok := t.Trade(trade.OutTradeNo); ok {
			out = showTrade(t.Reader, trade)
		}
		if outcome != ledger.Paid {
			out.Outcome = string(outcome)
		}
		return nil
	})
	if err == nil {
		r.settled(w)
	}
	return out, err
}
