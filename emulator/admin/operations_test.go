package admin_test

import (
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
)

// monday is when the tests' clocks stand: Monday, 10:00 in Hong Kong.
func monday() time.Time { return time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC) }

// TestEveryOperation calls each documented operation once with success, and
// counts: who adds a row to the table adds a line here.
func TestEveryOperation(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Start: monday(), Frozen: true, State: filepath.Join(t.TempDir(), "state.json"), TLSListen: "127.0.0.1:0"})
	code := c.code("S1", newShop(t, always("success")))

	c.ok("GET", "/_admin/health", "")
	c.ok("GET", "/_admin/openapi.json", "")
	require.Contains(t, c.content("/_admin/ca.pem"), "BEGIN CERTIFICATE")
	c.done["getEvents"] = firstEventIsOpen(t, c)
	c.ok("POST", "/_admin/state/save", "")

	c.ok("POST", "/_admin/merchants", `{"partner":"2088000000000777"}`)
	c.ok("GET", "/_admin/merchants", "")
	c.ok("GET", "/_admin/merchants/2088000000000777", "")
	c.ok("PATCH", "/_admin/merchants/2088000000000777", `{"strict":true}`)
	c.ok("DELETE", "/_admin/merchants/2088000000000777", "")

	c.ok("POST", "/_admin/wallet/scan", `{"qrcode":"`+code+`"}`)
	order := c.ok("POST", "/_admin/wallet/orders", `{"qrcode":"`+code+`","amount":"88.00"}`).text("out_trade_no")
	c.ok("POST", "/_admin/wallet/orders/"+order+"/pay?settle=true", "")
	c.ok("POST", "/_admin/wallet/pay", `{"qrcode":"`+code+`","amount":"1"}`)

	c.ok("GET", world+"/clock", "")
	c.ok("PUT", world+"/clock", `{"mode":"frozen"}`)
	c.ok("POST", world+"/clock/advance", `{"by":"1m"}`)
	c.ok("POST", world+"/settle", "")
	c.ok("GET", world+"/qrcodes", "")
	c.ok("GET", world+"/qrcodes/"+bare(code), "")
	c.ok("GET", world+"/trades", "")
	c.ok("GET", world+"/trades/"+order, "")
	c.ok("GET", world+"/refunds", "")
	id := c.ok("GET", world+"/notifications", "").text("items.0.notify_id")
	c.ok("POST", world+"/notifications/"+id+"/resend", "")
	c.ok("POST", world+"/clock/advance", `{"by":"1d"}`)
	c.content(world + "/files/" + c.ok("GET", world+"/files", "").text("items.0.name"))
	request := c.ok("GET", world+"/requests", "").text("items.0.id")
	c.ok("GET", world+"/requests/"+request, "")
	c.ok("GET", "/_admin/requests", "")

	rule := c.ok("POST", faults, `{"target":"notification","do":{"lose":"ack"}}`).text("id")
	c.ok("GET", faults, "")
	c.ok("GET", faults+"/"+rule, "")
	c.ok("DELETE", faults+"/"+rule, "")
	c.ok("DELETE", faults, "")

	for _, shelf := range []string{"/_admin", world} {
		c.ok("POST", shelf+"/snapshots/one", "")
		c.ok("GET", shelf+"/snapshots", "")
		c.ok("GET", shelf+"/snapshots/one", "")
		c.ok("POST", shelf+"/snapshots/one/restore", "")
		c.ok("DELETE", shelf+"/snapshots/one", "")
	}
	c.ok("POST", world+"/reset", "")
	c.ok("POST", "/_admin/reset", "")

	for path, item := range c.doc.Paths.Map() {
		for method, operation := range item.Operations() {
			require.True(t, c.done[operation.OperationID], "%s %s was never called", method, path)
		}
	}
}

// firstEventIsOpen tells whether the stream of events opens as documented.
func firstEventIsOpen(t *testing.T, c *api) bool {
	t.Helper()
	resp, err := http.DefaultClient.Do(c.request("GET", "/_admin/events", "", ""))
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	documented := c.doc.Paths.Value("/_admin/events").Get.Responses.Status(resp.StatusCode).Value.Content
	return documented.Get(resp.Header.Get("Content-Type")) != nil
}
