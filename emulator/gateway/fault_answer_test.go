package gateway_test

import (
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestGatewayErrorByARule(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("nothing happened", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		order, _ := s.paid(t, "88.00")
		s.fault(t, refund, change{"error": "SYSTEM_ERROR"})
		before := s.state(t)
		r := s.refunding(order, "R1", "8.00").send(t)
		require.False(t, r.success)
		require.Equal(t, "SYSTEM_ERROR", r.error)
		require.Equal(t, before, s.state(t))
		asked := s.last(t)
		require.Equal(t, []any{"SYSTEM_ERROR", 200.0, []any{"F1 error: SYSTEM_ERROR"}}, []any{asked["outcome"], asked["status"], asked["faults"]})
		require.Contains(t, asked["reason"], "nothing happened")
		require.Equal(t, string(r.raw), asked["answer"])
	})
	t.Run("after the commit it happened, and the notification follows the answer", func(t *testing.T) {
		t.Parallel()
		s, in := w.shop(t), listen(t, nil)
		order, _ := s.paid(t, "88.00")
		s.fault(t, refund, change{"error": change{"code": "SYSTEM_ERROR", "after": "commit"}})
		r := s.refunding(order, "R1", "8.00", "notify_url", in.url).send(t)
		require.Equal(t, "SYSTEM_ERROR", r.error)
		require.Equal(t, "8.00", s.refunded(t, order))
		require.Contains(t, s.last(t)["reason"], "it happened: SUCCESS")
		require.Equal(t, "R1", in.next(t).get("out_biz_no"))
	})
}

// TestFailByARule: each service fails in its own form, signed (decision 11).
func TestFailByARule(t *testing.T) {
	t.Parallel()
	w := start(t)
	const code, text = "TRADE_STATUS_ERROR", "the trade's status does not allow this"
	for service, tc := range map[string]struct {
		child  string
		leaves map[string]string
		call   func(s *shop, order, qrcode string) *call
	}{
		create: {"qrcodeinfo", change2("result_code", code, "error_message", text), func(s *shop, _, _ string) *call {
			return s.creating("biz_data", biz(change{"store_id": "S9"}))
		}},
		modify: {"qrcodeinfo", change2("result_code", code, "error_message", text), func(s *shop, _, qrcode string) *call {
			return s.call(modify, "biz_type", "OVERSEASHOPQRCODE", "biz_data", biz(change{"store_name": "Elsewhere"}), "timestamp", now, "qrcode", qrcode)
		}},
		modifyStatus: {"qrcodeinfo", change2("result_code", code, "error_message", text), func(s *shop, _, qrcode string) *call {
			return s.call(modifyStatus, "biz_type", "OVERSEASHOPQRCODE", "timestamp", now, "qrcode", qrcode, "status", "STOP")
		}},
		refund: {"alipay", change2("result_code", "FAILED", "error", code), func(s *shop, order, _ string) *call {
			return s.refunding(order, "R1", "8.00")
		}},
		query: {"alipay", change2("result_code", "FAIL", "error", code, "detail_error_code", code, "detail_error_des", text), func(s *shop, order, _ string) *call {
			return s.call(query, "partner_trans_id", order)
		}},
		cancel: {"alipay", change2("result_code", "FAIL", "detail_error_code", code, "detail_error_des", text, "retry_flag", "N", "out_trade_no", "ORDER"), func(s *shop, order, _ string) *call {
			return s.call(cancel, "out_trade_no", order, "timestamp", now)
		}},
		refundQuery: {"alipay", change2("response_code", code), func(s *shop, order, _ string) *call {
			return s.call(refundQuery, "out_trade_no", order, "out_return_no", "R0")
		}},
		maintain: {"alipay", change2("result_code", code, "error", code), func(s *shop, _, _ string) *call {
			return s.call(maintain, "timestamp", now, "secondary_merchant_name", "Noodles", "secondary_merchant_id", "M1", "store_id", "S1",
				"store_name", "Noodles", "store_country", "HK", "store_address", "1 Road", "store_industry", "5812")
		}},
		storeQuery: {"alipay", change2("result_code", code, "error", code), func(s *shop, _, _ string) *call {
			return s.call(storeQuery, "timestamp", now, "secondary_merchant_id", "M1", "store_id", "S1")
		}},
	} {
		for _, signType := range []string{"MD5", "RSA2"} {
			t.Run(service+" with "+signType, func(t *testing.T) {
				t.Parallel()
				s := w.shop(t)
				qrcode := s.code(t)
				order, _ := s.pay(t, qrcode, "88.00")
				s.fault(t, service, change{"fail": code})
				before := s.state(t)
				r := tc.call(s, order, qrcode).signedBy(signType).send(t) // which verifies its signature
				require.True(t, r.success, "%s", r.raw)
				require.Equal(t, tc.child, r.child)
				leaves := tc.leaves
				if leaves["out_trade_no"] != "" {
					leaves = change2("out_trade_no", order, leaves)
				}
				require.Equal(t, leaves, r.leaves)
				require.Equal(t, signType, r.signType)
				require.Equal(t, before, s.state(t))
				asked := s.last(t)
				require.Equal(t, code, asked["outcome"])
				require.Equal(t, []any{"F1 fail: " + code}, asked["faults"])
				require.NotEqual(t, code, tc.call(s, order, qrcode).send(t).outcome(), "once")
			})
		}
	}
}

// change2 makes a map of names and values, over others.
func change2(pairs ...any) map[string]string {
	out := map[string]string{}
	if base, ok := pairs[len(pairs)-1].(map[string]string); ok {
		for name, value := range base {
			out[name] = value
		}
		pairs = pairs[:len(pairs)-1]
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		out[pairs[i].(string)] = pairs[i+1].(string)
	}
	return out
}

func TestUnknownByARule(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("of a refund is UNKNOW and SYSTEM_ERROR; it did happen", func(t *testing.T) {
		t.Parallel()
		s, in := w.shop(t), listen(t, nil)
		order, _ := s.paid(t, "88.00")
		s.fault(t, refund, change{"unknown": true})
		r := s.refunding(order, "R1", "8.00", "notify_url", in.url).send(t)
		require.Equal(t, map[string]string{"result_code": "UNKNOW", "error": "SYSTEM_ERROR"}, r.leaves)
		require.Equal(t, "8.00", s.refunded(t, order))
		require.Equal(t, "SYSTEM_ERROR", s.last(t)["outcome"])
		require.Equal(t, "a fault rule; it happened: SUCCESS", s.last(t)["reason"])
		in.next(t)
		require.Equal(t, "SUCCESS", s.refunding(order, "R1", "8.00").send(t).outcome())
		require.Equal(t, "8.00", s.refunded(t, order))
	})
	for name, by := range map[string]func(order, tradeNo string) []string{
		"its own number": func(order, _ string) []string { return []string{"out_trade_no", order} },
		"Alipay's":       func(_, tradeNo string) []string { return []string{"trade_no", tradeNo} },
	} {
		t.Run("of a cancel by "+name+" is UNKNOWN with retry_flag Y; it did happen", func(t *testing.T) {
			t.Parallel()
			s := w.shop(t)
			order, tradeNo := s.paid(t, "88.00")
			s.fault(t, cancel, change{"unknown": true})
			r := s.call(cancel, append(by(order, tradeNo), "timestamp", now)...).signedBy("RSA2").send(t)
			require.Equal(t, "UNKNOWN", r.leaves["result_code"])
			require.Equal(t, "Y", r.leaves["retry_flag"])
			require.Equal(t, "SYSTEM_ERROR", r.leaves["detail_error_code"])
			require.Equal(t, order, r.leaves["out_trade_no"])
			require.Equal(t, "TRADE_CLOSED", s.admin(t, http.MethodGet, "/trades/"+order, nil)["trade_status"])
			require.Equal(t, "SUCCESS", s.call(cancel, append(by(order, tradeNo), "timestamp", now)...).send(t).leaves["result_code"])
		})
	}
	t.Run("does not hide in the journal what became of it", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		s.fault(t, refund, change{"unknown": true})
		require.Equal(t, "UNKNOW", s.refunding("T1", "R1", "8.00").send(t).leaves["result_code"])
		require.Equal(t, "a fault rule; it happened: TRADE_NOT_EXIST", s.last(t)["reason"])
	})
}

// fetch gives an answer's bytes and headers, unread; err is of reading it.
func (c *call) fetch(t *testing.T) (raw []byte, header http.Header, length int64) {
	t.Helper()
	query, _ := c.wire()
	response, err := http.Get(c.shop.gatewayURL(query))
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	raw, err = io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode)
	return raw, response.Header, response.ContentLength
}

func wellFormed(raw []byte) error {
	decoder := xml.NewDecoder(strings.NewReader(string(raw)))
	decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) {
		return simplifiedchinese.GBK.NewDecoder().Reader(in), nil
	}
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// inCharset tells whether bytes are what the answer declares. The decoder of
// x/text writes U+FFFD for what is not.
func inCharset(charset string, raw []byte) bool {
	if charset == "UTF-8" {
		return utf8.Valid(raw)
	}
	text, err := simplifiedchinese.GBK.NewDecoder().Bytes(raw)
	return err == nil && !strings.ContainsRune(string(text), utf8.RuneError)
}

// TestCorruptAnswers: it happened, and what is received is wrong in exactly
// that way. The whole answer is that of the retry.
func TestCorruptAnswers(t *testing.T) {
	t.Parallel()
	w := start(t)
	for _, charset := range []string{"UTF-8", "GBK"} {
		for _, signType := range []string{"MD5", "RSA2"} {
			prepare := func(t *testing.T, how string) (*shop, string, *call) {
				t.Helper()
				s := w.shop(t)
				order, _ := s.paid(t, "88.00")
				s.fault(t, refund, change{"corrupt": how})
				return s, order, s.refunding(order, "R1", "8.00", "refund_reason", "太冷嘅麵").in(charset).signedBy(signType)
			}
			ending := " in " + charset + " and " + signType
			t.Run("signature"+ending, func(t *testing.T) {
				t.Parallel()
				s, order, c := prepare(t, "signature")
				spoiled, header, _ := c.fetch(t)
				require.Equal(t, "8.00", s.refunded(t, order))
				require.Equal(t, "text/xml;charset="+charset, header.Get("Content-Type"))
				whole := c.send(t).raw
				got, want := envelopeOf(t, spoiled), envelopeOf(t, whole)
				require.NotEqual(t, want.Sign, got.Sign)
				require.Len(t, got.Sign[0], len(want.Sign[0]), "it has the shape of a signature")
				message := encode(charset, preSign(leavesOf(got)))
				require.False(t, s.verifies(signType, message, got.Sign[0]))
				require.True(t, s.verifies(signType, message, want.Sign[0]), "nothing else is wrong")
				got.Sign = want.Sign
				require.Equal(t, want, got)
				require.Equal(t, "SUCCESS", s.list(t, "/requests?service="+refund)[1].(map[string]any)["outcome"])
			})
			t.Run("xml"+ending, func(t *testing.T) {
				t.Parallel()
				s, order, c := prepare(t, "xml")
				spoiled, _, _ := c.fetch(t)
				require.Equal(t, "8.00", s.refunded(t, order))
				require.Error(t, wellFormed(spoiled))
				require.True(t, inCharset(charset, spoiled))
				whole := c.send(t).raw
				require.NoError(t, wellFormed(whole))
				require.Equal(t, string(whole), strings.Replace(string(spoiled), "</respons>", "</response>", 1))
				require.Contains(t, s.list(t, "/requests?service="+refund)[1].(map[string]any)["answer"], "</respons>", "the journal shows it")
			})
			t.Run("truncate"+ending, func(t *testing.T) {
				t.Parallel()
				s, order, c := prepare(t, "truncate")
				spoiled, header, length := c.fetch(t)
				require.Equal(t, "8.00", s.refunded(t, order))
				require.Error(t, wellFormed(spoiled))
				require.Equal(t, int64(-1), length, "it does not say how long it is, or half would be all")
				require.Empty(t, header.Values("Transfer-Encoding"))
				whole := c.send(t).raw
				require.True(t, strings.HasPrefix(string(whole), string(spoiled)))
				require.Less(t, len(spoiled), len(whole))
			})
			t.Run("charset"+ending, func(t *testing.T) {
				t.Parallel()
				s, order, c := prepare(t, "charset")
				spoiled, header, _ := c.fetch(t)
				require.Equal(t, "8.00", s.refunded(t, order))
				require.Equal(t, "text/xml;charset="+charset, header.Get("Content-Type"))
				require.False(t, inCharset(charset, spoiled))
				whole := c.send(t).raw
				require.True(t, inCharset(charset, whole))
				require.Equal(t, string(whole), strings.Replace(string(spoiled), "\xff\xff", "", 1))
				require.Greater(t, strings.Index(string(spoiled), "\xff"), strings.Index(string(spoiled), "<response>"), "it stands in what is signed")
				require.Contains(t, s.list(t, "/requests?service="+refund)[1].(map[string]any)["answer"], "??", "the journal shows it")
			})
		}
	}
	t.Run("charset where there are no leaves but one", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		s.fault(t, refundQuery, change{"corrupt": "charset"})
		spoiled, _, _ := s.call(refundQuery, "out_trade_no", "T1", "out_return_no", "R1").fetch(t)
		require.Contains(t, string(spoiled), "<response_code>\xff\xffTRADE_NOT_EXIST")
	})
	t.Run("truncate ends a connection that was to be kept", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		s.fault(t, query, change{"corrupt": "truncate"})
		connection := s.call(query, "partner_trans_id", "T1").dial(t)
		raw, err := io.ReadAll(connection)
		require.NoError(t, err, "it is closed, not reset")
		require.Contains(t, string(raw), "<alipay><is_success>T")
		require.NotContains(t, string(raw), "Content-Length")
	})
}

func envelopeOf(t *testing.T, raw []byte) (e envelope) {
	t.Helper()
	require.NoError(t, parse(raw, &e), "%s", raw)
	return e
}

func leavesOf(e envelope) map[string]string {
	leaves := map[string]string{}
	for _, leaf := range e.Response[0].Children[0].Children {
		leaves[leaf.XMLName.Local] = leaf.Text
	}
	return leaves
}
