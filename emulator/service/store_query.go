package service

import (
	"localipay/emulator/alipay"
	"localipay/emulator/store"
)

// The values of payment_method. Only stores are registered here, so an online
// merchant is never found.
const (
	inStorePayment = "INSTORE_PAYMENT"
	onlinePayment  = "ONLINE_PAYMENT"
)

// storeQuery is alipay.overseas.secmerchant.maintain.queryStatus
// (merchant-qr §11).
var storeQuery = Service{
	Name: alipay.ServiceStoreQuery, Charset: true, Timestamp: true,
	Lengths: []Length{{"secondary_merchant_id", maxID}, {"store_id", maxID}},
	Form:    storeForm,
	Run: func(c *Call) ([]alipay.Field, error) {
		merchantID, storeID, method := c.Get("secondary_merchant_id"), c.Get("store_id"), c.Get("payment_method")
		switch {
		case merchantID == "":
			return nil, alipay.ParamIllegal.Because("secondary_merchant_id is missing")
		case method != inStorePayment && method != onlinePayment:
			return nil, alipay.ParamIllegal.Because("payment_method must be %s", inStorePayment)
		case method == onlinePayment:
			return nil, alipay.DataNotExist
		case storeID == "":
			return nil, alipay.ParamIllegal.Because("store_id is missing")
		}
		var s alipay.Store
		var found bool
		c.Ledger.View(func(r store.Reader) { s, found = r.Store(merchantID, storeID) })
		if !found {
			return nil, alipay.DataNotExist
		}
		return storeLeaves(c.Merchant.Partner, s), nil
	},
}

func storeLeaves(partner string, s alipay.Store) []alipay.Field {
	// INACTIVATE is spelled as Alipay spells it.
	storeStatus := "INACTIVATE"
	if s.Status == alipay.StoreSuccess || s.Status == alipay.StoreModification {
		storeStatus = "ACTIVATED"
	}
	leaves := []alipay.Field{
		resultCode(alipay.Success),
		{Name: "status", Value: string(s.Status)},
		{Name: "reject_reason", Value: s.RejectReason},
		{Name: "store_status", Value: storeStatus},
		{Name: "partner", Value: partner},
		{Name: "payment_method", Value: inStorePayment},
	}
	for _, f := range s.Fields {
		if f.Name != "extend_params" { // not among what the page lists as returned
			leaves = append(leaves, f)
		}
	}
	return leaves
}
