package alipay_test

import (
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
)

func TestSlot(t *testing.T) {
	t.Parallel()
	noodles := alipay.BizData{Industry: "5812", MerchantID: "M1", StoreID: "S1"}
	taxi := alipay.BizData{Industry: alipay.MCCTaxi, MerchantID: "M1", TaxiOperator: "O1", TaxiNumber: "AB1234"}
	with := func(b alipay.BizData, change func(*alipay.BizData)) alipay.BizData { change(&b); return b }
	t.Run("is one per merchant, store and whether there is a fee", func(t *testing.T) {
		t.Parallel()
		different := []alipay.BizData{
			noodles, taxi,
			with(noodles, func(b *alipay.BizData) { b.MerchantID = "M2" }),
			with(noodles, func(b *alipay.BizData) { b.StoreID = "S2" }),
			with(noodles, func(b *alipay.BizData) { b.FeeType = alipay.FeeFixed }),
			with(taxi, func(b *alipay.BizData) { b.TaxiNumber = "CD1" }),
			with(taxi, func(b *alipay.BizData) { b.TaxiOperator = "O2" }),
			with(taxi, func(b *alipay.BizData) { b.StoreID = "S9" }),
			{MerchantID: "M1S", StoreID: "1"},
			{MerchantID: "M1", StoreID: "S11"},
		}
		slots := map[string]bool{}
		for _, b := range different {
			slots[b.Slot()] = true
		}
		require.Len(t, slots, len(different))
	})
	t.Run("does not look at anything else", func(t *testing.T) {
		t.Parallel()
		same := with(noodles, func(b *alipay.BizData) { b.StoreName, b.Industry, b.TaxiNumber = "other", "5813", "AB1" })
		require.Equal(t, noodles.Slot(), same.Slot())
		fixed := with(noodles, func(b *alipay.BizData) { b.FeeType = alipay.FeeFixed })
		rate := with(noodles, func(b *alipay.BizData) { b.FeeType = alipay.FeeRate })
		require.Equal(t, fixed.Slot(), rate.Slot())
	})
	t.Run("of a taxi that has a store is the store's", func(t *testing.T) {
		t.Parallel()
		stand := with(taxi, func(b *alipay.BizData) { b.StoreID = "S1" })
		require.Equal(t, noodles.Slot(), stand.Slot())
	})
}

func TestMaskLogin(t *testing.T) {
	t.Parallel()
	for login, want := range map[string]string{
		"13212346685": "132****6685", "852-91230654": "852-****0654", "cnbuyer@alitest.com": "cnb***@alitest.com",
		"ab@x.hk": "ab***@x.hk", "@x.hk": "***@x.hk", "1234567": "****", "": "****", "客人小明@x.hk": "客人小***@x.hk", "客人小明客人小明客": "客人小****人小明客",
	} {
		got := alipay.MaskLogin(login)
		require.Equal(t, want, got, login)
		require.True(t, utf8.ValidString(got))
	}
}

func TestLadder(t *testing.T) {
	t.Parallel()
	want := []string{"2m", "10m", "10m", "1h", "2h", "6h", "15h"}
	var got []string
	total := time.Duration(0)
	for _, wait := range alipay.Ladder() {
		got = append(got, alipay.FormatDuration(wait))
		total += wait
	}
	require.Equal(t, want, got, "seven waits, so eight sends in all")
	require.Less(t, total, 25*time.Hour)
}

func TestCodeOf(t *testing.T) {
	t.Parallel()
	const code = "ocx01234abcdefghijkmnpq"
	require.Len(t, code, alipay.CodeLength)
	for _, value := range []string{code, "https://qr.alipay.com/" + code, "http://192.168.1.5:8080/" + code} {
		require.Equal(t, code, alipay.CodeOf(value))
	}
}

func TestNotificationsFollowTheCreateRequest(t *testing.T) {
	t.Parallel()
	q := alipay.QRCode{SignType: alipay.RSA2, Charset: alipay.UTF8}
	require.Equal(t, alipay.RSA2, q.NotifySignType())
	require.Equal(t, alipay.UTF8, q.NotifyCharset())
	q.Biz.NotifySign, q.Biz.NotifyChars = alipay.MD5, alipay.GBK
	require.Equal(t, alipay.MD5, q.NotifySignType())
	require.Equal(t, alipay.GBK, q.NotifyCharset())
}

func TestTitleIsTheStoreOrElseTheMerchant(t *testing.T) {
	t.Parallel()
	require.Equal(t, "Central", alipay.BizData{MerchantName: "Noodles", StoreName: "Central"}.Title())
	require.Equal(t, "Noodles", alipay.BizData{MerchantName: "Noodles"}.Title())
}

func TestNamesOnTheWire(t *testing.T) {
	t.Parallel()
	t.Run("sign types are exact", func(t *testing.T) {
		t.Parallel()
		for _, text := range []string{"MD5", "RSA", "RSA2"} {
			_, ok := alipay.ParseSignType(text)
			require.True(t, ok, text)
		}
		for _, text := range []string{"", "md5", "DSA", "RSA256", "RSA "} {
			_, ok := alipay.ParseSignType(text)
			require.False(t, ok, text)
		}
	})
	t.Run("charsets are known in any letter case", func(t *testing.T) {
		t.Parallel()
		for text, want := range map[string]alipay.Charset{"utf-8": alipay.UTF8, "UTF-8": alipay.UTF8, "Gbk": alipay.GBK, "gb2312": alipay.GB2312} {
			got, ok := alipay.ParseCharset(text)
			require.True(t, ok, text)
			require.Equal(t, want, got)
		}
		for _, text := range []string{"", "utf8", "GB18030", "ISO-8859-1", "ｕｔｆ-8"} {
			_, ok := alipay.ParseCharset(text)
			require.False(t, ok, text)
		}
	})
	t.Run("a service is known here, elsewhere or nowhere", func(t *testing.T) {
		t.Parallel()
		require.True(t, alipay.IsService(alipay.ServiceCancel))
		require.False(t, alipay.KnownElsewhere(alipay.ServiceCancel))
		require.True(t, alipay.KnownElsewhere("alipay.acquire.precreate"))
		require.False(t, alipay.IsService("alipay.acquire.precreate"))
		require.False(t, alipay.IsService("ALIPAY.ACQUIRE.CANCEL"))
	})
}

func TestWhatMayBeStored(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "plain", "tab\tand\r\nlines", "茶餐廳", "😀", "\u0085"} {
		require.True(t, alipay.Storable(text), "%q", text)
		require.True(t, alipay.FitsXML(text), "%q", text)
	}
	for _, text := range []string{"\x00", "bell\a", "\ufffe", "\uffff", "\x1f"} {
		require.False(t, alipay.Storable(text), "%q", text)
		require.False(t, alipay.FitsXML(text), "%q", text)
	}
	require.True(t, alipay.FitsXML("\ufffd"))
	require.False(t, alipay.Storable("\ufffd"), "somebody's decoder left it")
	require.False(t, alipay.Storable("\xff"))
}

func TestFieldOfAStore(t *testing.T) {
	t.Parallel()
	s := alipay.Store{Fields: []alipay.Field{{Name: "store_name", Value: "Central"}}}
	require.Equal(t, "Central", s.Field("store_name"))
	require.Empty(t, s.Field("cs_no"))
}

func TestTaxiSlot(t *testing.T) {
	t.Parallel()
	cab := alipay.BizData{Industry: alipay.MCCTaxi, MerchantID: "M1", TaxiOperator: "OP1", TaxiNumber: "AB1234"}
	t.Run("is the operator and the plate, whoever the secondary merchant is", func(t *testing.T) {
		t.Parallel()
		other := cab
		other.MerchantID = "M2"
		require.Equal(t, cab.Slot(), other.Slot())
	})
	t.Run("differs by plate, and by whether there is a channel fee", func(t *testing.T) {
		t.Parallel()
		plate, fee := cab, cab
		plate.TaxiNumber, fee.FeeType = "CD5678", alipay.FeeRate
		require.NotEqual(t, cab.Slot(), plate.Slot())
		require.NotEqual(t, cab.Slot(), fee.Slot())
	})
	t.Run("is the store's where the taxi has one", func(t *testing.T) {
		t.Parallel()
		parked := cab
		parked.StoreID = "S1"
		require.NotEqual(t, cab.Slot(), parked.Slot())
	})
}
