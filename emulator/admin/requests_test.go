package admin_test

import (
	"crypto/md5"
	"encoding/hex"
	"log/slog"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/alipay"
)

const requests = world + "/requests"

func TestJournal(t *testing.T) {
	t.Parallel()

	t.Run("keeps a call as received, what was understood and what was answered", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		body, said := c.gateway(alipay.ServiceQuery, map[string]string{"partner_trans_id": "訂單 1"})
		list := c.ok("GET", requests, "")
		r := c.ok("GET", requests+"/"+list.text("items.0.id"), "")
		require.Equal(t, list.at("items.0"), r.json)
		require.Equal(t, "POST", r.at("method"))
		require.Equal(t, "/gateway.do?_input_charset=UTF-8", r.at("url"))
		require.Equal(t, "application/x-www-form-urlencoded", r.at("content_type"))
		require.Equal(t, body, r.at("body"))
		require.Equal(t, alipay.ServiceQuery, r.at("service"))
		require.Equal(t, demo, r.at("partner"))
		require.Equal(t, "訂單 1", r.at("params.partner_trans_id"))
		require.Equal(t, "TRADE_NOT_EXIST", r.at("outcome"))
		require.Equal(t, said, r.at("answer"))
		require.Equal(t, float64(200), r.at("status"))
		require.Equal(t, []any{}, r.at("faults"))
		require.Equal(t, "2026-01-05T10:00:00+08:00", r.at("at"))
	})

	t.Run("stands newest first and can be asked for by service and outcome", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.code("S1", "")
		c.gateway(alipay.ServiceQuery, map[string]string{"partner_trans_id": "T1"})
		c.gateway(alipay.ServiceQuery, nil)
		require.Equal(t, []string{alipay.ServiceQuery, alipay.ServiceQuery, alipay.ServiceQRCodeCreate}, c.ok("GET", requests, "").column("service"))
		require.Len(t, c.ok("GET", requests+"?service="+alipay.ServiceQuery, "").at("items"), 2)
		require.Equal(t, []string{alipay.ServiceQuery}, c.ok("GET", requests+"?outcome=TRADE_NOT_EXIST", "").column("service"))
		require.Equal(t, []string{alipay.ServiceQRCodeCreate}, c.ok("GET", requests+"?outcome=SUCCESS", "").column("service"))
		require.Empty(t, c.ok("GET", requests+"?outcome=LOST", "").at("items"))
	})

	t.Run("has the id that the answer's X-Localipay-Request told", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		said := c.raw("GET", "/gateway.do?service=x&partner="+demo, "", "")
		r := c.ok("GET", requests+"/"+said.header.Get("X-Localipay-Request"), "")
		require.Equal(t, "ILLEGAL_SERVICE", r.at("outcome"))
		require.Equal(t, "GET", r.at("method"))
		require.NotEmpty(t, r.at("reason"))
	})

	t.Run("of all has also what reached no merchant", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.code("S1", "")
		c.raw("GET", "/gateway.do?service="+alipay.ServiceQuery+"&partner=2088000000000404", "", "")
		c.gateway(alipay.ServiceQuery, nil)
		require.Equal(t, []string{demo, "2088000000000404", demo}, c.ok("GET", "/_admin/requests", "").column("partner"))
		require.Equal(t, []string{"2088000000000404"}, c.ok("GET", "/_admin/requests?outcome=ILLEGAL_PARTNER", "").column("partner"))
		require.Len(t, c.ok("GET", requests, "").at("items"), 2)
	})
}

func TestDiagnosisInTheJournal(t *testing.T) {
	t.Parallel()

	t.Run("tells why a signature failed, in the list and of one request, without the key", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		const text = "_input_charset=utf-8&partner=" + demo + "&service=" + alipay.ServiceQuery
		sum := md5.Sum([]byte(text + "&sign_type=MD5" + demoKey))
		said := c.raw("GET", "/gateway.do?"+text+"&sign_type=MD5&sign="+hex.EncodeToString(sum[:]), "", "")
		require.Contains(t, string(said.body), "<error>ILLEGAL_SIGN</error></alipay>")
		list := c.ok("GET", requests, "")
		r := c.ok("GET", requests+"/"+list.text("items.0.id"), "")
		require.Equal(t, list.at("items.0"), r.json)
		require.Equal(t, "sign_type_included", r.at("diagnosis.cause"))
		require.Equal(t, text, r.at("diagnosis.signed"))
		require.Equal(t, text+"&sign_type=MD5", r.at("diagnosis.theirs"))
		require.Equal(t, []any{map[string]any{"same": text}, map[string]any{"theirs": "&sign_type=MD5"}}, r.at("diagnosis.diff"))
		require.NotContains(t, r.at("diagnosis"), demoKey)
	})

	t.Run("is made for the first of a long list, and for each that is asked for by itself", func(t *testing.T) {
		t.Parallel()
		c := start(t, emulator.Options{Log: slog.New(slog.DiscardHandler)})
		for range 30 {
			c.raw("GET", "/gateway.do?service="+alipay.ServiceQuery+"&partner="+demo+"&sign_type=MD5&sign=null", "", "")
		}
		causes := func() (list []string) {
			for _, item := range c.ok("GET", requests, "").at("items").([]any) {
				list = append(list, item.(map[string]any)["diagnosis"].(map[string]any)["cause"].(string))
			}
			return list
		}
		first := causes()
		require.Equal(t, slices.Repeat([]string{"sign_is_no_signature"}, 25), first[:25])
		require.Equal(t, slices.Repeat([]string{"not_looked_at"}, 5), first[25:])
		require.Equal(t, "sign_is_no_signature", c.ok("GET", requests+"/"+demo+"-1", "").at("diagnosis.cause"))
		require.NotContains(t, causes(), "not_looked_at", "those that were made stay so")
	})

	t.Run("is not there where the signature holds, or was not looked at", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.gateway(alipay.ServiceQuery, nil)
		c.raw("GET", "/gateway.do?service="+alipay.ServiceQuery+"&partner="+demo+"&sign_type=MD6&sign=x", "", "")
		for _, item := range c.ok("GET", requests, "").at("items").([]any) {
			require.NotContains(t, item, "diagnosis")
		}
	})
}

func TestWaitingForRequests(t *testing.T) {
	t.Parallel()
	for _, path := range []string{requests, "/_admin/requests"} {
		t.Run("at "+path+" answers as soon as so many match", func(t *testing.T) {
			t.Parallel()
			c := start(t)
			waited := make(chan answer, 1)
			go func() { waited <- c.raw("GET", path+"?wait=2&service="+alipay.ServiceQuery+"&timeout=10m", "", "") }()
			c.code("S1", "")
			c.gateway(alipay.ServiceQuery, map[string]string{"partner_trans_id": "T1"})
			c.gateway(alipay.ServiceQuery, map[string]string{"partner_trans_id": "T2"})
			a := <-waited
			require.Equal(t, []string{alipay.ServiceQuery, alipay.ServiceQuery}, a.column("service"))
			require.Nil(t, a.at("timed_out"))
		})

		t.Run("at "+path+" answers what there is when the time is over", func(t *testing.T) {
			t.Parallel()
			c := start(t)
			c.code("S1", "")
			a := c.ok("GET", path+"?wait=2&timeout=1ms", "")
			require.Equal(t, true, a.at("timed_out"))
			require.Len(t, a.at("items"), 1)
			require.Nil(t, c.ok("GET", path+"?wait=1&timeout=0s", "").at("timed_out"))
		})
	}
}
