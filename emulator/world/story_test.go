package world_test

import (
	"strconv"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

// pick counts round the rows that there are.
func pick[T any](list []T, n int) (row T) {
	if len(list) == 0 {
		return row
	}
	return list[n%len(list)]
}

// change does one operation of a story that is a change of the ledger.
func change(tx *ledger.Tx, s step) (err error) {
	if changeRules(tx, s) {
		return nil
	}
	d := tx.Dump()
	trade := pick(d.Trades, s.Row)
	switch s.Op {
	case "code":
		tx.CreateCode(codeRequest(s))
	case "modify":
		_, err = tx.ModifyCode(pick(d.QRCodes, s.Amount).Value, codeRequest(s))
	case "status":
		_, err = tx.SetCodeStatus(pick(d.QRCodes, s.Amount).Value, []string{"STOP", "RESTART", "DELETE"}[s.Row%3])
	case "order":
		_, err = openOrder(tx, s)
	case "pay":
		_, _, err = tx.Pay(trade.OutTradeNo, []ledger.Outcome{ledger.Paid, ledger.RiskRejected}[s.Amount%2])
	case "order and pay":
		if trade, err = openOrder(tx, s); err == nil {
			_, _, err = tx.Pay(trade.OutTradeNo, "")
		}
	case "refund":
		_, err = tx.Refund(refundRequest(trade, s))
	case "cancel":
		_, err = tx.Cancel(trade.OutTradeNo, "")
	case "resend":
		err = tx.Resend(pick(d.Notifications, s.Row).ID)
	case "patch":
		_, err = tx.PatchMerchant(map[string]any{
			"balance": strconv.Itoa(s.Amount / 100), "review_delay": "1h", "fee_rate": "0.0" + strconv.Itoa(s.Amount),
		})
	}
	return err
}

func codeRequest(s step) ledger.CodeRequest {
	biz := alipay.BizData{MerchantID: "M1", StoreID: "S" + strconv.Itoa(s.Row%3)}
	if s.Flag {
		biz.FeeType, biz.FeeValue = alipay.FeeFixed, "0.50"
	}
	return ledger.CodeRequest{Biz: biz, NotifyURL: "http://shop.test/", SignType: alipay.MD5, Charset: alipay.UTF8}
}

func openOrder(tx *ledger.Tx, s step) (alipay.Trade, error) {
	in := ledger.Order{QRCode: pick(tx.Dump().QRCodes, s.Row).Value, Amount: alipay.Money(s.Amount)}
	if s.Flag {
		in.Buyer = limited
	}
	return tx.OpenOrder(in)
}

// refundRequest has few ids, so that some repeat, and asks for the whole now
// and then.
func refundRequest(trade alipay.Trade, s step) ledger.RefundRequest {
	amount := alipay.Money(s.Amount / 2)
	if s.Amount%3 == 0 {
		amount = trade.Left()
	}
	return ledger.RefundRequest{
		OutTradeNo: trade.OutTradeNo, ID: "R" + strconv.Itoa(s.Amount%20), Amount: max(1, amount), Currency: "HKD", Sync: s.Flag,
		NotifyURL: "http://shop.test/refunded", SignType: alipay.RSA2, Charset: alipay.GBK,
	}
}
