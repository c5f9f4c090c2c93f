package alipay

import "time"

// StoreStatus is the review of a secondary merchant's store (merchant-qr §11).
type StoreStatus string

// A new store is UNDER_REVIEW, a changed one MODIFICATION_REVIEW.
const (
	StoreSuccess      StoreStatus = "SUCCESS"
	StoreUnderReview  StoreStatus = "UNDER_REVIEW"
	StoreModification StoreStatus = "MODIFICATION_REVIEW"
	StoreFailed       StoreStatus = "FAILED"
)

// Store is a registration by secmerchant.offline.maintain. Fields holds its
// parameters as sent; they are only ever echoed.
type Store struct {
	MerchantID   string // secondary_merchant_id
	StoreID      string
	Status       StoreStatus
	RejectReason string
	Fields       []Field
	UpdatedAt    time.Time
}

// Field gives a registered parameter, or "".
func (s Store) Field(name string) string {
	for _, f := range s.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}
