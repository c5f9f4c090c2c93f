package gateway_test

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// fieldsOf are the fields of a letter, as they came.
func (l letter) fieldsOf() map[string]string {
	fields := map[string]string{}
	for name, values := range l.raw {
		fields[name] = values[0]
	}
	return fields
}

// holds tells whether its signature does.
func (l letter) holds(s *shop) bool {
	fields := l.fieldsOf()
	return s.verifies(fields["sign_type"], preSign(fields), fields["sign"])
}

// TestCorruptNotifications: a shop that verifies refuses the first, and gets
// the right one two minutes later.
func TestCorruptNotifications(t *testing.T) {
	t.Parallel()
	w := start(t)
	for _, signType := range []string{"MD5", "RSA", "RSA2"} {
		for _, charset := range []string{"UTF-8", "GBK"} {
			for how, check := range map[string]func(t *testing.T, spoiled, right map[string]string){
				"signature": func(t *testing.T, spoiled, right map[string]string) {
					t.Helper()
					require.NotEqual(t, right["sign"], spoiled["sign"])
					require.Len(t, spoiled["sign"], len(right["sign"]))
					require.Equal(t, "88.00", spoiled["total_fee"])
				},
				"unsigned": func(t *testing.T, spoiled, _ map[string]string) {
					t.Helper()
					require.NotContains(t, spoiled, "sign")
					require.NotContains(t, spoiled, "sign_type")
				},
				"amount": func(t *testing.T, spoiled, right map[string]string) {
					t.Helper()
					require.Equal(t, "880.00", spoiled["total_fee"])
					require.Equal(t, "88.00", right["total_fee"])
				},
			} {
				t.Run(how+" with "+signType+" in "+charset, func(t *testing.T) {
					t.Parallel()
					s := w.shop(t)
					in := listen(t, func(l letter) string {
						if l.holds(s) {
							return "success"
						}
						return "fail"
					})
					s.fault(t, "notification", change{"corrupt": how})
					code := s.creating("notify_url", in.url, "biz_data", biz(change{"store_name": "海港麵家"})).in(charset).signedBy(signType).send(t).leaves["qrcode"]
					s.pay(t, code, "88.00")
					s.advance(t, "2m")
					first, second := in.next(t), in.next(t)
					second.verify(t, s)
					require.False(t, first.holds(s))
					require.Equal(t, "海港麵家", first.get("subject"))
					require.Equal(t, first.get("notify_id"), second.get("notify_id"))
					check(t, first.fieldsOf(), second.fieldsOf())
					n := s.list(t, "/notifications")[0].(map[string]any)
					tries := n["attempts"].([]any)
					require.Len(t, tries, 2)
					require.Equal(t, []any{"F1 corrupt: " + how}, tries[0].(map[string]any)["faults"])
					require.Equal(t, []any{}, tries[1].(map[string]any)["faults"])
					require.Equal(t, true, n["acked"])
				})
			}
		}
	}
	t.Run("changes a refund's amounts too", func(t *testing.T) {
		t.Parallel()
		s, in := w.shop(t), listen(t, nil)
		order, _ := s.paid(t, "0.88")
		s.fault(t, "notification", change{"corrupt": "amount"}, change{"when": change{"out_biz_no": "R1"}})
		s.refunding(order, "R1", "0.05", "notify_url", in.url).send(t)
		l := in.next(t)
		require.False(t, l.holds(s))
		require.Equal(t, []string{"8.80", "0.50"}, []string{l.get("total_fee"), l.get("refund_fee")})
	})
	t.Run("changes an amount of a currency without a minor unit", func(t *testing.T) {
		t.Parallel()
		s, in := w.shop(t, switches{"currency": "JPY"}), listen(t, nil)
		s.fault(t, "notification", change{"corrupt": "amount"})
		s.pay(t, s.code(t, "notify_url", in.url, "biz_data", biz(change{"trans_currency": "JPY", "currency": "JPY"})), "88")
		require.Equal(t, "880", in.next(t).get("total_fee"))
	})
}

func TestTroubleWithNotifications(t *testing.T) {
	t.Parallel()
	w := start(t)
	t.Run("together reaches the shop at the same moment", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		var all sync.WaitGroup
		all.Add(3)
		in := listen(t, func(letter) string {
			all.Done()
			all.Wait() // nobody answers before all are there
			return "success"
		})
		s.fault(t, "notification", change{"duplicate": change{"times": 3, "together": true}})
		s.pay(t, s.code(t, "notify_url", in.url), "88.00")
		ids := map[string]bool{}
		for range 3 {
			ids[in.next(t).get("notify_id")] = true
		}
		require.Len(t, ids, 1)
		n := s.list(t, "/notifications")[0].(map[string]any)
		require.Len(t, n["attempts"], 3)
		require.Equal(t, true, n["acked"])
	})
	t.Run("acts on those whose fields match", func(t *testing.T) {
		t.Parallel()
		s, in := w.shop(t), listen(t, nil)
		s.fault(t, "notification", change{"lose": true}, change{"times": 0, "when": change{"trade_status": "TRADE_CLOSED"}})
		order, _ := s.pay(t, s.code(t, "notify_url", in.url), "88.00")
		require.Equal(t, "TRADE_SUCCESS", in.next(t).get("trade_status"))
		s.refunding(order, "R1", "8.00", "notify_url", in.url).send(t)
		require.Equal(t, "R1", in.next(t).get("out_biz_no"))
		s.refunding(order, "R2", "80.00", "notify_url", in.url).send(t)
		s.advance(t, "1m")
		require.Empty(t, in.mail)
		require.Equal(t, []any{1.0, 1.0}, []any{s.rule(t)["matched"], s.rule(t)["acted"]})
	})
	t.Run("a held payment's comes after its refund's", func(t *testing.T) {
		t.Parallel()
		s, in := w.shop(t), listen(t, nil)
		s.fault(t, "notification", change{"hold": true})
		order, _ := s.pay(t, s.code(t, "notify_url", in.url), "88.00") // which settles
		n := s.list(t, "/notifications")[0].(map[string]any)
		require.Nil(t, n["due"])
		require.Equal(t, "false", s.knows(t, n["notify_id"].(string)), "it was not sent yet")
		s.refunding(order, "R1", "88.00", "notify_url", in.url).send(t)
		require.Equal(t, "R1", in.next(t).get("out_biz_no"))
		late := in.next(t)
		require.Equal(t, []string{"payByAccountAction", "TRADE_SUCCESS"}, []string{late.get("notify_action_type"), late.get("trade_status")})
	})
	t.Run("a delayed one shows in the clock's list", func(t *testing.T) {
		t.Parallel()
		s, in := w.shop(t), listen(t, nil)
		s.fault(t, "notification", change{"delay": "6h"})
		s.pay(t, s.code(t, "notify_url", in.url), "88.00")
		next := s.admin(t, http.MethodGet, "/clock", nil)["next"].([]any)[0].(map[string]any)
		require.Equal(t, []any{"2026-01-05T16:00:00+08:00", "notification"}, []any{next["at"], next["kind"]})
		require.Equal(t, "2026-01-05T16:00:00+08:00", s.list(t, "/notifications")[0].(map[string]any)["due"])
		s.advance(t, "6h")
		require.Equal(t, "2026-01-05 16:00:00", in.next(t).get("notify_time"))
	})
}

// TestRefundsUnderFaults: whatever goes wrong on the way, the refunds of a
// trade add up, and whatever a client was told is in the ledger.
func TestRefundsUnderFaults(t *testing.T) {
	t.Parallel()
	w := start(t)
	kinds := []change{
		{"lose": "request"},
		{"lose": "response"},
		{"http": 503},
		{"error": "SYSTEM_ERROR"},
		{"error": change{"code": "SYSTEM_ERROR", "after": "commit"}},
		{"fail": "SYSTEM_ERROR"},
		{"unknown": true},
		{"corrupt": "signature"},
		{"corrupt": "xml"},
		{"corrupt": "truncate"},
		{"corrupt": "charset"},
		{"delay": "1ms"},
	}
	rapid.Check(t, func(r *rapid.T) {
		s := w.shop(t)
		order, _ := s.paid(t, "10.00")
		for range rapid.IntRange(0, 4).Draw(r, "rules") {
			s.fault(t, refund, rapid.SampledFrom(kinds).Draw(r, "do"), change{
				"times": rapid.IntRange(0, 3).Draw(r, "times"), "after": rapid.IntRange(0, 2).Draw(r, "after"),
				"probability": rapid.SampledFrom([]float64{1, 0.5}).Draw(r, "probability"),
			})
		}
		succeeded, did := map[string]bool{}, []string{}
		for range rapid.IntRange(1, 8).Draw(r, "calls") {
			id := rapid.SampledFrom([]string{"R1", "R2", "R3"}).Draw(r, "id")
			text, _ := s.refunding(order, id, map[string]string{"R1": "4.00", "R2": "5.00", "R3": "3.00"}[id]).wire()
			if told := tolerant(s, text); told == "SUCCESS" {
				succeeded[id] = true
			}
			did = append(did, id)
		}
		sum := 0
		done := map[string]bool{}
		for _, row := range s.list(t, "/refunds") {
			row := row.(map[string]any)
			require.Equal(r, "SUCCESS", row["status"])
			done[row["partner_refund_id"].(string)] = true
			sum += map[string]int{"4.00": 4, "5.00": 5, "3.00": 3}[row["amount"].(string)]
		}
		require.Len(r, s.list(t, "/refunds"), len(done), "each id refunds once: %v", did)
		trade := s.admin(t, http.MethodGet, "/trades/"+order, nil)
		require.LessOrEqual(r, sum, 10)
		require.Equal(r, strconv.Itoa(sum)+".00", trade["refunded"])
		for id := range succeeded {
			require.True(r, done[id], "%s was told to be refunded: %v", id, did)
		}
	})
}

// tolerant gives the result code of an answer that holds, or "".
func tolerant(s *shop, query string) string {
	answer := func() (raw string) {
		defer func() { _ = recover() }() // an answer that never came
		return ask(s.emulator.Handler(), http.MethodGet, query, "", "").Body.String()
	}()
	var e envelope
	if !strings.HasPrefix(answer, "<?xml") || parse([]byte(answer), &e) != nil || e.IsSuccess != "T" || len(e.Response) == 0 {
		return ""
	}
	leaves := leavesOf(e)
	if len(e.Sign) == 0 || !s.verifies("MD5", preSign(leaves), e.Sign[0]) {
		return ""
	}
	return leaves["result_code"]
}
