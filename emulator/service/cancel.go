package service

import (
	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

// acquireCancel is alipay.acquire.cancel (gateway-and-trades §4). Every answer
// names the order and says with retry_flag whether to ask again.
var acquireCancel = Service{
	Name: alipay.ServiceCancel, Charset: true, Timestamp: true,
	OneOf:   []string{"out_trade_no", "trade_no"},
	Lengths: []Length{{"out_trade_no", maxID}, {"trade_no", maxID}},
	Form:    cancelForm,
	Run: func(c *Call) ([]alipay.Field, error) {
		var done ledger.Cancelled
		err := c.update(func(t *ledger.Tx) (err error) {
			done, err = t.Cancel(c.Get("out_trade_no"), c.Get("trade_no"))
			return err
		})
		outTradeNo := done.Trade.OutTradeNo
		if outTradeNo == "" {
			outTradeNo = c.Get("out_trade_no")
		}
		leaves := []alipay.Field{{Name: "out_trade_no", Value: outTradeNo}}
		if err != nil {
			return leaves, err
		}
		return append(leaves,
			alipay.Field{Name: "action", Value: string(done.Action)},
			resultCode(alipay.Success),
			alipay.Field{Name: "retry_flag", Value: "N"},
			alipay.Field{Name: "trade_no", Value: done.Trade.TradeNo}), nil
	},
}
