package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

func (b *book) register(storeID, name string) (err error) {
	_ = b.Update(nil, func(tx *ledger.Tx) error {
		err = tx.RegisterStore([]alipay.Field{
			{Name: "secondary_merchant_id", Value: "M1"}, {Name: "store_id", Value: storeID}, {Name: "secondary_merchant_name", Value: name},
		})
		return err
	})
	return err
}

func (b *book) store(storeID string) alipay.Store {
	b.t.Helper()
	s, ok := b.read().Store("M1", storeID)
	require.True(b.t, ok)
	return s
}

func TestRegistration(t *testing.T) {
	t.Parallel()
	t.Run("is a success at once without a review_delay", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		require.NoError(t, b.register("S1", "Noodles"))
		s := b.store("S1")
		require.Equal(t, alipay.StoreSuccess, s.Status)
		require.Equal(t, "Noodles", s.Field("secondary_merchant_name"))
		require.Equal(t, b.clock.Now(), s.UpdatedAt)
	})
	t.Run("goes through its review, first and at every change", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "review_delay", "1h")
		for _, during := range []alipay.StoreStatus{alipay.StoreUnderReview, alipay.StoreModification} {
			require.NoError(t, b.register("S1", "Noodles"))
			b.after(time.Hour - time.Second)
			require.Equal(t, during, b.store("S1").Status)
			require.ErrorIs(t, b.register("S1", "Other"), alipay.DuplicateRequest)
			b.after(time.Second)
			require.Equal(t, alipay.StoreSuccess, b.store("S1").Status)
			require.Equal(t, "Noodles", b.store("S1").Field("secondary_merchant_name"))
		}
		require.Len(t, b.happened("review"), 2)
	})
	t.Run("of one store does not keep another waiting", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, "review_delay", "1h")
		require.NoError(t, b.register("S1", "Noodles"))
		require.NoError(t, b.register("S1/2", "Noodles"))
		b.after(time.Hour)
		require.Equal(t, alipay.StoreSuccess, b.store("S1").Status)
		require.Equal(t, alipay.StoreSuccess, b.store("S1/2").Status)
	})
	t.Run("of a merchant with REJECT in its name fails, and can be tried again", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		require.NoError(t, b.register("S1", "Noodles REJECT Ltd"))
		s := b.store("S1")
		require.Equal(t, alipay.StoreFailed, s.Status)
		require.Equal(t, "For security reason, registration reject.", s.RejectReason)
		b.patch("review_delay", "1m")
		require.NoError(t, b.register("S1", "Noodles"))
		require.Equal(t, alipay.StoreUnderReview, b.store("S1").Status)
		require.Empty(t, b.store("S1").RejectReason)
		b.after(time.Minute)
		require.Equal(t, alipay.StoreSuccess, b.store("S1").Status)
	})
	t.Run("is not rejected for a word that only looks like it", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		require.NoError(t, b.register("S1", "reject"))
		require.Equal(t, alipay.StoreSuccess, b.store("S1").Status)
	})
}
