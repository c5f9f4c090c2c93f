package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

func (b *book) modify(value string, biz alipay.BizData, notifyURL string) (q alipay.QRCode, err error) {
	_ = b.Update(nil, func(tx *ledger.Tx) error {
		q, err = tx.ModifyCode(value, ledger.CodeRequest{Biz: biz, NotifyURL: notifyURL, SignType: alipay.RSA2, Charset: alipay.GBK})
		return err
	})
	return q, err
}

func TestModifyCode(t *testing.T) {
	t.Parallel()
	t.Run("replaces the data and never the value", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		biz := b.biz("S1")
		biz.StoreName = "New name"
		q, err := b.modify(b.qr.Value, biz, "")
		require.NoError(t, err)
		want := b.qr
		want.Biz = biz
		require.Equal(t, want, q, "sign type, charset and notify_url stay too")
	})
	t.Run("replaces the notify_url only where one is given", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		q, err := b.modify(b.qr.Value, b.biz("S1"), "http://shop.test/other")
		require.NoError(t, err)
		require.Equal(t, "http://shop.test/other", q.NotifyURL)
		q, err = b.modify(b.qr.Value, b.biz("S1"), "")
		require.NoError(t, err)
		require.Equal(t, "http://shop.test/other", q.NotifyURL)
	})
	t.Run("works on a stopped code, which stays stopped", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		require.NoError(t, b.status("STOP"))
		q, err := b.modify(b.qr.Value, b.biz("S1"), "")
		require.NoError(t, err)
		require.Equal(t, alipay.CodeStopped, q.Status)
	})
	t.Run("fails on a deleted or unknown code", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		require.NoError(t, b.status("DELETE"))
		_, err := b.modify(b.qr.Value, b.biz("S1"), "")
		require.ErrorIs(t, err, alipay.BarcodeOperateCodeFail)
		_, err = b.modify("https://qr.alipay.com/ocx01234abcdefghijkmnpq", b.biz("S1"), "")
		require.ErrorIs(t, err, alipay.BarcodeOperateCodeFail)
	})
	t.Run("moves a store to a free slot and frees its own", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		_, err := b.modify(b.qr.Value, b.biz("S2"), "")
		require.NoError(t, err)
		require.Equal(t, b.qr.Code, b.code(b.biz("S2")).Code)
		require.NotEqual(t, b.qr.Code, b.code(b.biz("S1")).Code)
	})
	t.Run("does not move a store onto a filled slot", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		b.code(b.biz("S2"))
		_, err := b.modify(b.qr.Value, b.biz("S2"), "")
		require.ErrorIs(t, err, alipay.BarcodeParameterIllegal)
		require.Equal(t, b.qr.Code, b.code(b.biz("S1")).Code)
	})
	t.Run("moves a store to the slot of a deleted code", func(t *testing.T) {
		t.Parallel()
		b := newBook(t)
		other := b.code(b.biz("S2"))
		b.do(func(tx *ledger.Tx) {
			_, err := tx.SetCodeStatus(other.Value, ledger.StatusDelete)
			require.NoError(t, err)
		})
		_, err := b.modify(b.qr.Value, b.biz("S2"), "")
		require.NoError(t, err)
	})
}

func TestImmutableMembers(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	biz := b.biz("S9")
	biz.ProviderID, biz.FeeType, biz.FeeValue = "P1", alipay.FeeFixed, "1.00"
	q := b.code(biz)
	change := func(value string, from alipay.BizData, fn func(*alipay.BizData)) error {
		fn(&from)
		_, err := b.modify(value, from, "")
		return err
	}
	for name, fn := range map[string]func(*alipay.BizData){
		"secondary_merchant_id":          func(d *alipay.BizData) { d.MerchantID = "M2" },
		"sys_service_provider_id":        func(d *alipay.BizData) { d.ProviderID = "P2" },
		"channel_fee that is left out":   func(d *alipay.BizData) { d.FeeType, d.FeeValue = "", "" },
		"secondary_merchant_id, emptied": func(d *alipay.BizData) { d.MerchantID = "" },
	} {
		require.ErrorIs(t, change(q.Value, biz, fn), alipay.BarcodeParameterIllegal, name)
	}
	addsFee := func(d *alipay.BizData) { d.FeeType, d.FeeValue = alipay.FeeRate, "0.01" }
	require.ErrorIs(t, change(b.qr.Value, b.biz("S1"), addsFee), alipay.BarcodeParameterIllegal, "a fee that is added")
	require.NoError(t, change(q.Value, biz, func(d *alipay.BizData) { d.FeeType, d.FeeValue = alipay.FeeRate, "0.02" }), "another fee")
	require.NoError(t, change(q.Value, biz, func(d *alipay.BizData) { d.ProviderID = "" }), "the provider left out")
	kept, _ := b.read().QRCode(q.Code)
	require.Equal(t, "P1", kept.Biz.ProviderID, "is the same still")
}
