package admin_test

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/fault"
)

const faults = world + "/faults"

func TestFaultRules(t *testing.T) {
	t.Parallel()

	t.Run("are made as they are written, and tell how often they were met", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		made := c.ok("POST", faults, `{"name":"gone","target":"alipay.acquire.overseas.spot.refund","when":{"partner_trans_id":"2026*"},
			"after":1,"times":0,"probability":0.5,"do":{"error":{"code":"SYSTEM_ERROR","after":"commit"}}}`)
		require.Equal(t, http.StatusCreated, made.status)
		require.Equal(t, map[string]any{
			"id": "F1", "name": "gone", "target": "alipay.acquire.overseas.spot.refund", "when": map[string]any{"partner_trans_id": "2026*"},
			"after": 1.0, "times": 0.0, "probability": 0.5, "matched": 0.0, "acted": 0.0,
			"do": map[string]any{"error": map[string]any{"code": "SYSTEM_ERROR", "after": "commit"}},
		}, made.json)
		require.Equal(t, made.json, c.ok("GET", faults+"/F1", "").json)
	})

	t.Run("have defaults", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, map[string]any{
			"id": "F1", "target": "notification", "after": 0.0, "times": 1.0, "probability": 1.0, "matched": 0.0, "acted": 0.0,
			"do": map[string]any{"hold": true},
		}, start(t).ok("POST", faults, `{"target":"notification","do":{"hold":true}}`).json)
	})

	for _, do := range []string{
		`"*","do":{"delay":"3s"}`, `"notify_verify","do":{"lose":"request"}`, `"notification","do":{"lose":true}`,
		`"notification","do":{"lose":"ack"}`, `"*","do":{"hang":"response"}`, `"*","do":{"error":"SYSTEM_ERROR"}`, `"*","do":{"fail":"TRADE_HAS_CLOSE"}`,
		`"alipay.acquire.cancel","do":{"unknown":true}`, `"*","do":{"http":503}`, `"*","do":{"corrupt":"charset"}`,
		`"notification","do":{"duplicate":3}`, `"notification","do":{"duplicate":{"times":3,"together":true}}`, `"notification","do":{"corrupt":"unsigned"}`,
	} {
		t.Run("of every kind stand in the document: "+do, func(t *testing.T) {
			t.Parallel()
			c := start(t)
			made := c.ok("POST", faults, `{"target":`+do+`}`)
			require.Equal(t, made.json, c.ok("GET", faults, "").at("items.0"))
		})
	}

	t.Run("count what they match and act on", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.ok("POST", faults, `{"target":"notification","after":1,"do":{"lose":"ack"}}`)
		code := c.code("S1", newShop(t, always("success")))
		for range 3 {
			c.pay(code, "1.00")
		}
		require.Equal(t, []any{3.0, 1.0}, []any{c.ok("GET", faults+"/F1", "").at("matched"), c.ok("GET", faults+"/F1", "").at("acted")})
		attempt := "items.1.attempts.0."
		told := c.ok("GET", notifications, "")
		require.Equal(t, []any{"F1 lose: ack"}, told.at(attempt+"faults"))
		require.Equal(t, []any{200.0, "success", "a fault rule lost the shop's answer"}, []any{told.at(attempt + "status"), told.at(attempt + "answer"), told.at(attempt + "error")})
	})

	t.Run("are listed newest first, in pages", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		require.Empty(t, c.ok("GET", faults, "").at("items"))
		for i := range 5 {
			c.ok("POST", faults, fmt.Sprintf(`{"target":"*","after":%d,"do":{"http":503}}`, i))
		}
		page := c.ok("GET", faults+"?limit=2", "")
		require.Equal(t, []string{"F5", "F4"}, page.column("id"))
		c.ok("POST", faults, `{"target":"*","do":{"http":503}}`)
		c.ok("DELETE", faults+"/F3", "")
		page = c.ok("GET", faults+"?limit=2&cursor="+page.text("next"), "")
		require.Equal(t, []string{"F2", "F1"}, page.column("id"), "what comes and goes shifts nothing")
		require.Nil(t, page.at("next"))
		require.Contains(t, c.refuse(400, "INVALID_ARGUMENT", "GET", faults+"?limit=0", ""), "limit")
	})

	t.Run("are removed one by one or all at once, and their ids not used again", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		for range 3 {
			c.ok("POST", faults, `{"target":"*","do":{"http":503}}`)
		}
		require.Equal(t, "removed", c.ok("DELETE", faults+"/F2", "").at("done"))
		require.Equal(t, []string{"F3", "F1"}, c.ok("GET", faults, "").column("id"))
		c.ok("DELETE", faults, "")
		c.ok("DELETE", faults, "")
		require.Empty(t, c.ok("GET", faults, "").at("items"))
		require.Equal(t, "F4", c.ok("POST", faults, `{"target":"*","do":{"http":503}}`).at("id"))
	})

	t.Run("that are unknown are 404", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		for _, method := range []string{"GET", "DELETE"} {
			require.Contains(t, c.refuse(404, "NOT_FOUND", method, faults+"/F9", ""), `"F9"`)
		}
		c.refuse(404, "NO_MERCHANT", "POST", "/_admin/merchants/2088000000000404/faults", `{"target":"*","do":{"http":503}}`)
		c.refuse(405, "METHOD_NOT_ALLOWED", "PUT", faults+"/F1", "")
	})

	t.Run("of one merchant are not another's", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.ok("POST", faults, `{"target":"*","do":{"http":503}}`)
		other := merchants + "/2088000000000002/faults"
		require.Empty(t, c.ok("GET", other, "").at("items"))
		c.refuse(404, "NOT_FOUND", "DELETE", other+"/F1", "")
	})
}

func TestFaultRulesRefused(t *testing.T) {
	t.Parallel()
	shared := start(t)
	for name, tc := range map[string]struct{ body, want string }{
		"none":            {"", `the body is empty; send a rule, as {"target":"alipay.acquire.overseas.spot.refund","do":{"lose":"response"}}`},
		"no JSON":         {`target: "*"`, "body:1: not JSON"},
		"a list":          {`[]`, "a list stands where NAME: VALUE pairs belong"},
		"an unknown word": {"{\"target\":\"*\",\n\"tims\":3,\"do\":{\"http\":503}}", `body:2: fault: unknown word "tims"; did you mean "times"?`},
		"a wrong type":    {`{"target":"*","times":"3","do":{"http":503}}`, `times: "3" is not a whole number`},
		"an unknown code": {`{"target":"*","do":{"fail":"TRADE_HAS_CLOSED"}}`, `did you mean "TRADE_HAS_CLOSE"?`},
		"two kinds":       {`{"target":"*","do":{"http":503,"delay":"3s"}}`, "write a rule each for more"},
		"a wrong target":  {`{"target":"notification","do":{"http":503}}`, "http cannot be done to notification, which takes delay, lose, corrupt, duplicate, hold"},
		"one with an id":  {`{"id":"F1","target":"*","do":{"http":503}}`, `unknown word "id"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, shared.of(t).refuse(400, "INVALID_ARGUMENT", "POST", faults, tc.body), tc.want)
		})
	}
	t.Run("a body that does not say it is JSON", func(t *testing.T) {
		t.Parallel()
		c := shared.of(t)
		body := `{"target":"*","do":{"http":503}}`
		c.refusal(415, "UNSUPPORTED_MEDIA_TYPE", "POST", faults, body, c.raw("POST", faults, "text/plain", body))
	})
}

func TestFaultRulesFromTheStart(t *testing.T) {
	t.Parallel()
	rules, err := fault.Parse("faults.yaml", []byte("- {name: flaky, target: notification, do: {lose: true}}"))
	require.NoError(t, err)
	c := start(t, emulator.Options{Start: monday(), Frozen: true, Faults: rules})
	labels := func(partner string) []string { return c.ok("GET", merchants+"/"+partner+"/faults", "").column("name") }
	require.Equal(t, []string{"flaky"}, labels(demo), "of the fixtures' merchants")
	require.Equal(t, []string{"flaky"}, labels(c.ok("POST", merchants, `{}`).text("partner")), "of those made later")
	c.header.Set("X-Localipay-Scenario", "a test")
	own := c.ok("POST", merchants, `{}`).text("partner")
	c.header.Del("X-Localipay-Scenario")
	require.Empty(t, labels(own), "but of no scenario's own")

	c.ok("DELETE", faults, "")
	require.Empty(t, labels(demo))
	c.ok("POST", world+"/reset", "")
	require.Equal(t, []string{"flaky"}, labels(demo))
	c.pay(c.code("S1", newShop(t, always("success"))), "1.00")
	require.Equal(t, 1.0, c.ok("GET", faults+"/F1", "").at("acted"))
	c.ok("POST", "/_admin/reset", "")
	require.Equal(t, 0.0, c.ok("GET", faults+"/F1", "").at("acted"))
}

func TestSnapshotsHoldFaultRules(t *testing.T) {
	t.Parallel()
	for name, shelf := range shelves() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t)
			code := c.code("S1", newShop(t, always("success")))
			c.ok("POST", faults, `{"target":"notification","times":2,"do":{"lose":true}}`)
			c.pay(code, "1.00")
			c.ok("POST", shelf+"/before", "")
			before := c.ok("GET", faults, "").json
			c.pay(code, "1.00")
			c.ok("DELETE", faults, "")
			c.ok("POST", faults, `{"target":"*","do":{"http":503}}`)
			c.ok("POST", shelf+"/before/restore", "")
			require.Equal(t, before, c.ok("GET", faults, "").json)
			require.Equal(t, "F2", c.ok("POST", faults, `{"target":"*","do":{"http":503}}`).at("id"))
		})
	}
}

// TestHeldThroughTheAPI: nothing of the API hangs on what a rule holds back.
func TestHeldThroughTheAPI(t *testing.T) {
	t.Parallel()
	c := start(t)
	code := c.code("S1", newShop(t, always("success")))
	for i, release := range []string{faults + "/F1", faults} {
		c.ok("POST", faults, `{"target":"notification","do":{"hold":true}}`)
		c.pay(code, "1.00")
		c.ok("POST", advance, `{"by":"1h"}`)
		held := "items." + strconv.Itoa(i) + "."
		told := c.ok("GET", notifications, "")
		require.Nil(t, told.at(held+"due"))
		require.Empty(t, told.at(held+"attempts"))
		c.ok("DELETE", release, "")
		acked := c.ok("GET", notifications+"?acked=true&timeout=10m&wait="+strconv.Itoa(i+1), "")
		require.Nil(t, acked.at("timed_out"))
	}
}

func TestFaultsInTheEvents(t *testing.T) {
	t.Parallel()
	c := start(t)
	next := c.listen()
	c.ok("POST", faults, `{"target":"*","do":{"http":503}}`)
	made := next("fault")
	c.fits("stream", []byte(made))
	require.JSONEq(t, `{"partner":"`+demo+`","at":"2026-01-05T10:00:00+08:00","kind":"fault","id":"F1","status":"acted 0"}`, made)
	c.raw("GET", "/gateway.do?service=notify_verify&partner="+demo, "", "") // which it is not about
	c.ok("DELETE", faults, "")
	require.Contains(t, next("fault"), "removed")
}
