package ledger_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

func TestCreateCode(t *testing.T) {
	t.Parallel()
	t.Run("makes a value of the documented form", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		require.Regexp(t, `^https://qr\.alipay\.com/ocx0[0-9]{4}[a-z0-9]{15}$`, b.qr.Value)
		require.Equal(t, alipay.CodeOf(b.qr.Value), b.qr.Code)
		require.Equal(t, alipay.CodeActive, b.qr.Status)
		require.Equal(t, "http://localhost:8080/show.htm?code="+b.qr.Code, b.ImageURL(b.qr))
	})
	t.Run("on a filled slot gives that slot's code unchanged", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		other := b.biz("S1")
		other.StoreName, other.Passback = "New name", "p"
		require.Equal(t, b.qr, b.code(other))
	})
	t.Run("gives a store one code without and one with a channel fee", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		withFee := b.biz("S1")
		withFee.FeeType, withFee.FeeValue = alipay.FeeFixed, "1.00"
		q := b.code(withFee)
		require.NotEqual(t, b.qr.Code, q.Code)
		withFee.FeeType = alipay.FeeRate
		require.Equal(t, q.Code, b.code(withFee).Code)
	})
	t.Run("after STOP still gives the stopped code, after DELETE a new one", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		require.NoError(t, b.status(ledger.StatusStop))
		require.Equal(t, b.qr.Code, b.code(b.biz("S1")).Code)
		require.NoError(t, b.status(ledger.StatusDelete))
		require.NotEqual(t, b.qr.Code, b.code(b.biz("S1")).Code)
	})
	t.Run("knows a taxi by operator and plate", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		taxi := alipay.BizData{Industry: alipay.MCCTaxi, MerchantID: "M1", TaxiOperator: "O1", TaxiNumber: "AB1"}
		q := b.code(taxi)
		require.Equal(t, q.Code, b.code(taxi).Code)
		taxi.TaxiNumber = "AB2"
		require.NotEqual(t, q.Code, b.code(taxi).Code)
	})
	t.Run("writes the merchant's qr_base into new codes only", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.patch("qr_base", "public")
		q := b.code(b.biz("S2"))
		require.Equal(t, "http://localhost:8080/"+q.Code, q.Value)
		b.patch("qr_base", "https://pay.test/x/")
		q = b.code(b.biz("S3"))
		require.Equal(t, "https://pay.test/x/"+q.Code, q.Value)
		require.Equal(t, b.qr.Value, b.code(b.biz("S1")).Value)
	})
}

func (b *book) status(status string) (err error) {
	_ = b.Update(nil, func(tx *ledger.Tx) error {
		_, err = tx.SetCodeStatus(b.qr.Value, status)
		return err
	})
	return err
}

func TestCodeStatus(t *testing.T) {
	t.Parallel()
	const (
		active, stopped, deleted = alipay.CodeActive, alipay.CodeStopped, alipay.CodeDeleted
		fail                     = alipay.BarcodeOperateCodeFail
	)
	for name, c := range map[string]struct { // merchant-qr §4
		before []string
		move   string
		want   alipay.CodeStatus
		code   error
	}{
		"STOP stops":                        {nil, "STOP", stopped, nil},
		"RESTART of an active code is idle": {nil, "RESTART", active, nil},
		"DELETE deletes":                    {nil, "DELETE", deleted, nil},
		"STOP of a stopped code is idle":    {[]string{"STOP"}, "STOP", stopped, nil},
		"RESTART restarts":                  {[]string{"STOP"}, "RESTART", active, nil},
		"a stopped code can be deleted":     {[]string{"STOP"}, "DELETE", deleted, nil},
		"a deleted code cannot be stopped":  {[]string{"DELETE"}, "STOP", deleted, fail},
		"nor restarted":                     {[]string{"DELETE"}, "RESTART", deleted, fail},
		"nor deleted again":                 {[]string{"DELETE"}, "DELETE", deleted, fail},
		"another word is refused":           {nil, "stop", active, alipay.BarcodeParameterIllegal},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBook(t)
			for _, move := range c.before {
				require.NoError(t, b.status(move))
			}
			require.ErrorIs(t, b.status(c.move), c.code)
			q, _ := b.read().QRCode(b.qr.Code)
			require.Equal(t, c.want, q.Status)
		})
	}
	t.Run("an unknown code fails", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.qr.Value = "https://qr.alipay.com/ocx01234abcdefghijkmnpq"
		require.ErrorIs(t, b.status("STOP"), fail)
	})
}

func TestScanningCreatesNothing(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	scan := func() (err error) {
		b.do(func(tx *ledger.Tx) { _, err = tx.Scan(b.qr.Value) })
		return err
	}
	require.NoError(t, scan())
	require.Empty(t, slices.Collect(b.read().Trades(^uint64(0))))
	require.NoError(t, b.status("STOP"))
	require.ErrorIs(t, scan(), ledger.ErrInvalidQRCode)
	require.NoError(t, b.status("RESTART"))
	require.NoError(t, scan())
	require.NoError(t, b.status("DELETE"))
	require.ErrorIs(t, scan(), ledger.ErrInvalidQRCode)
}
