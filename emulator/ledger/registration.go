package ledger

import (
	"strings"

	"localipay/emulator/alipay"
)

// rejectWord in a merchant's name makes its review fail (spec decision 35).
const rejectWord = "REJECT"

const rejectReason = "For security reason, registration reject."

// RegisterStore takes a store to review, or a registered one's change. While
// a review is pending there is no second one (merchant-qr §10).
func (t *Tx) RegisterStore(fields []alipay.Field) error {
	asked := alipay.Store{Fields: fields, UpdatedAt: t.now, Status: alipay.StoreUnderReview}
	asked.MerchantID, asked.StoreID = asked.Field("secondary_merchant_id"), asked.Field("store_id")
	known, ok := t.Store(asked.MerchantID, asked.StoreID)
	if ok {
		switch known.Status {
		case alipay.StoreUnderReview, alipay.StoreModification:
			return alipay.DuplicateRequest
		case alipay.StoreSuccess:
			asked.Status = alipay.StoreModification
		case alipay.StoreFailed:
		}
	}
	t.putStore(asked)
	t.later(dueReview, storeRef(asked), t.now.Add(t.Merchant().ReviewDelay))
	return nil
}

func storeRef(s alipay.Store) string { return s.MerchantID + "/" + s.StoreID }

// review decides what is pending. The two ids hold no slash.
func (t *Tx) review(ref string) {
	merchantID, storeID, _ := strings.Cut(ref, "/")
	s, ok := t.Store(merchantID, storeID)
	if !ok {
		return
	}
	s.Status, s.UpdatedAt = alipay.StoreSuccess, t.now
	if strings.Contains(s.Field("secondary_merchant_name"), rejectWord) {
		s.Status, s.RejectReason = alipay.StoreFailed, rejectReason
	}
	t.putStore(s)
	t.did(dueReview, ref, "", string(s.Status))
}

func (t *Tx) putStore(s alipay.Store) {
	t.write.PutStore(s)
	t.tell(Event{Kind: EventStore, ID: storeRef(s), Status: string(s.Status)})
}
