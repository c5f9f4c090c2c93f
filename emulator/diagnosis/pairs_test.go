package diagnosis_test

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/diagnosis"
)

func TestTwoMistakesAreFoundTogether(t *testing.T) {
	t.Parallel()
	withType := func(c *client) { c.skip = func(_, v string) bool { return v == "" } }
	for name, tc := range map[string]struct {
		signType string
		make     []func(*client)
		want     []diagnosis.Cause
	}{
		"sign_type included, and another merchant's key": {
			"MD5",
			[]func(*client){withType, func(c *client) { c.md5Key = otherKey }},
			[]diagnosis.Cause{diagnosis.SignTypeIncluded, diagnosis.OtherMerchantKey},
		},
		"sign_type included, and upper-case hex": {
			"MD5",
			[]func(*client){withType, finished(strings.ToUpper)},
			[]diagnosis.Cause{diagnosis.SignTypeIncluded, diagnosis.UpperCaseHex},
		},
		"sign_type included, and the order of sending": {
			"RSA2",
			[]func(*client){withType, func(c *client) { c.order = func([]string) {} }},
			[]diagnosis.Cause{diagnosis.SignTypeIncluded, diagnosis.Unsorted},
		},
		"empty values kept, and sign_type included": {
			"MD5",
			[]func(*client){func(c *client) { c.skip = func(string, string) bool { return false } }},
			[]diagnosis.Cause{diagnosis.EmptyKept, diagnosis.SignTypeIncluded},
		},
		"JSON rewritten, and RSA for RSA2": {
			"RSA",
			[]func(*client){json2(shortest), func(c *client) { c.sentType = "RSA2" }},
			[]diagnosis.Cause{diagnosis.JSONRewritten, diagnosis.DigestSwapped},
		},
		"two parameters added": {"MD5", []func(*client){func(c *client) {
			c.changed = func(sent map[string]string) { sent["one"], sent["two"] = "1", "2" }
		}}, []diagnosis.Cause{diagnosis.LeftOut, diagnosis.LeftOut}},
		"sign_type in lower case, and & before the key": {
			"MD5",
			[]func(*client){func(c *client) { c.sentType, c.md5Key = "md5", "&"+ownKey }},
			[]diagnosis.Cause{diagnosis.SignTypeCase, diagnosis.SeparatorBeforeKey},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(tc.signType, utf8n, usual())
			for _, mistake := range tc.make {
				mistake(c)
			}
			d := diagnosis.Diagnose(c.message())
			consistent(t, d)
			require.Equal(t, tc.want, causes(d), d.Verdict)
			require.Contains(t, d.Verdict, "2 mistakes: (1) ")
		})
	}
}

// shortest is the request's own JSON without the zero that JSON does not need.
func shortest(any) string { return strings.ReplaceAll(usual()["biz_data"], "2.50", "2.5") }

func TestWhatCannotBeToldIsSaid(t *testing.T) {
	t.Parallel()
	changed := later("partner_trans_id", "something else")
	for signType, want := range map[string]diagnosis.Cause{"MD5": diagnosis.NotFound, "RSA": diagnosis.OtherText, "RSA2": diagnosis.OtherText} {
		t.Run("of "+signType, func(t *testing.T) {
			t.Parallel()
			c := newClient(signType, utf8n, usual())
			changed(c)
			d := diagnosis.Diagnose(c.message())
			consistent(t, d)
			require.Equal(t, []diagnosis.Cause{want}, causes(d))
			require.Contains(t, d.Note, "cannot be told from a signature")
			require.Empty(t, d.Theirs)
			require.NotEmpty(t, d.Signed)
			require.Positive(t, d.Tried)
		})
	}
	t.Run("and RSA tells the wrong key all the same", func(t *testing.T) {
		t.Parallel()
		c := newClient("RSA2", utf8n, usual())
		changed(c)
		c.private = pair("other")
		require.Equal(t, []diagnosis.Cause{diagnosis.OtherMerchantKey, diagnosis.OtherText}, causes(diagnosis.Diagnose(c.message())))
	})
}

func TestTheRegisteredKeyItself(t *testing.T) {
	t.Parallel()
	t.Run("is Alipay's", func(t *testing.T) {
		t.Parallel()
		m := newClient("RSA2", utf8n, usual()).message()
		m.Keys.Own.Public = &pair("alipay").PublicKey
		require.Equal(t, diagnosis.RegisteredAlipays, diagnosis.Diagnose(m).Cause)
	})
	t.Run("is missing", func(t *testing.T) {
		t.Parallel()
		m := newClient("RSA2", utf8n, usual()).message()
		m.Keys.Own.Public = nil
		require.Equal(t, diagnosis.NoPublicKey, diagnosis.Diagnose(m).Cause)
	})
	t.Run("is another merchant's, to which the signature fits", func(t *testing.T) {
		t.Parallel()
		m := newClient("RSA2", utf8n, usual()).message()
		m.Keys.Others = slices.Clone(m.Keys.Others)
		m.Keys.Own.Public, m.Keys.Others[0].Public = m.Keys.Others[0].Public, m.Keys.Own.Public
		d := diagnosis.Diagnose(m)
		require.Equal(t, diagnosis.OtherMerchantKey, d.Cause)
		require.Contains(t, d.Verdict, "or register that public key as its rsa_public_key")
	})
}

func TestNotificationsAreAlipays(t *testing.T) {
	t.Parallel()
	notification := func(signType string) *client {
		return newClient(signType, utf8n, map[string]string{"notify_id": "0123", "trade_status": "TRADE_SUCCESS", "total_fee": "88.00", "seller_id": partner})
	}
	fromAlipay := func(c *client) diagnosis.Diagnosis {
		m := c.message()
		m.FromAlipay, m.Keys.Own.Public = true, &pair("alipay").PublicKey
		m.Keys.Others = m.Keys.Others[:2]
		return diagnosis.Diagnose(m)
	}
	t.Run("hold with Alipay's key, or the shared one", func(t *testing.T) {
		t.Parallel()
		c := notification("RSA2")
		c.private = pair("alipay")
		require.True(t, fromAlipay(c).Valid)
		require.True(t, fromAlipay(notification("MD5")).Valid)
	})
	t.Run("of which an amount was changed do not", func(t *testing.T) {
		t.Parallel()
		c := notification("RSA2")
		c.private = pair("alipay")
		later("total_fee", "0.01")(c)
		d := fromAlipay(c)
		require.Equal(t, diagnosis.OtherText, d.Cause)
		require.Contains(t, d.Verdict, "Alipay signed it")
	})
	t.Run("by another key are somebody else's", func(t *testing.T) {
		t.Parallel()
		c := notification("RSA2")
		c.private = pair("nobody")
		d := fromAlipay(c)
		require.Equal(t, diagnosis.UnknownKey, d.Cause)
		require.Contains(t, d.Verdict, "somebody else sent it")
	})
}

func TestAKeyWithinTheTextIsNotShown(t *testing.T) {
	t.Parallel()
	c := newClient("MD5", utf8n, usual())
	c.params["key"] = ownKey
	c.md5Key = "wrong"
	d := diagnosis.Diagnose(c.message())
	consistent(t, d)
	require.Contains(t, d.Signed, "&key=***&")
}

func TestMessagesOfAnySizeEndSoon(t *testing.T) {
	t.Parallel()
	params := usual()
	params["memo"] = strings.Repeat("a b&", 250_000)
	c := newClient("MD5", utf8n, params)
	c.md5Key = "wrong"
	d := diagnosis.Diagnose(c.message())
	require.Less(t, d.Tried, 100)
	require.Contains(t, d.Note, "not all was")
}

func TestALateDiagnosisIsMadeOnce(t *testing.T) {
	t.Parallel()
	var made atomic.Int32
	late := diagnosis.Later(func() diagnosis.Diagnosis {
		made.Add(1)
		return diagnosis.Diagnosis{Verdict: "x"}
	})
	require.Zero(t, made.Load(), "not before it is asked for")
	require.False(t, late.IsMade())
	for range 3 {
		require.Equal(t, "x", late.Get().Verdict)
	}
	require.EqualValues(t, 1, made.Load())
	require.True(t, late.IsMade())
}

func TestDifferentValuesOfOneParameterAreSaid(t *testing.T) {
	t.Parallel()
	m := newClient("MD5", utf8n, usual()).message()
	m.Body += "&currency=USD"
	require.Contains(t, diagnosis.Diagnose(m).Note, "currency was sent twice, with different values")
}
