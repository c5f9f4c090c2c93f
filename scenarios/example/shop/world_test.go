package shop_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/scenarios/example/alipay"
	"localipay/scenarios/example/bugs"
	"localipay/scenarios/example/shop"
)

// world is an emulator, a shop, and something in between that can spoil what
// they say to each other.
type world struct {
	t        *testing.T
	emulator *emulator.Emulator
	partner  string
	shop     *shop.Shop
	handler  http.Handler
	url      string
	gateway  *gateway
	inbox    *inbox
}

type option func(*shop.Config, *emulator.Options)

func with(set ...bugs.Bug) option {
	return func(c *shop.Config, _ *emulator.Options) {
		c.Bugs = bugs.Set{}
		for _, b := range set {
			c.Bugs[b] = true
		}
	}
}

func named(name, charset string) option {
	return func(c *shop.Config, _ *emulator.Options) { c.Name, c.Charset = name, charset }
}

func startingAt(clock string) option {
	return func(_ *shop.Config, o *emulator.Options) {
		o.Start, _ = time.Parse(time.RFC3339, clock)
	}
}

// newWorld starts at 10:00 on 5 January 2026 in Hong Kong, both clocks alike.
func newWorld(t *testing.T, options ...option) *world {
	t.Helper()
	config := shop.Config{GatewayTimeout: 3 * time.Second, Zone: time.UTC}
	o := emulator.Options{Frozen: true}
	startingAt("2026-01-05T10:00:00+08:00")(&config, &o)
	config.Keys.AlipayKey = alipayKey(t)
	for _, option := range options {
		option(&config, &o)
	}
	e := emulator.RunT(t, o)
	merchant := e.Merchants()[0]
	w := &world{t: t, emulator: e, partner: merchant.Partner, gateway: &gateway{target: e.GatewayURL(), nth: map[string]int{}}}
	between := httptest.NewServer(w.gateway)
	t.Cleanup(between.Close)

	w.inbox = &inbox{}
	server := httptest.NewUnstartedServer(w.inbox)
	w.url = "http://" + server.Listener.Addr().String()
	config.Gateway, config.Partner, config.PublicURL = between.URL+"/gateway.do", merchant.Partner, w.url
	config.Keys.MD5Key = merchant.MD5Key
	if config.Clock == nil {
		config.Clock = shop.EmulatorClock(w.origin(), "", merchant.Partner, http.DefaultClient)
	}
	var err error
	w.shop, err = shop.New(config)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, w.shop.Close()) })
	w.handler = w.shop.Handler()
	w.inbox.shop = w.handler
	server.Start()
	t.Cleanup(server.Close)
	require.NoError(t, w.shop.Open(t.Context()))
	return w
}

func alipayKey(t *testing.T) (key keyOf) {
	t.Helper()
	text, err := os.ReadFile("../alipay_public.pem")
	require.NoError(t, err)
	key, err = alipay.ParsePublicKey(text)
	require.NoError(t, err)
	return key
}

func (w *world) origin() string { return strings.TrimSuffix(w.emulator.GatewayURL(), "/gateway.do") }

// press presses a button.
func (w *world) press(path, body string) (int, shop.BillView) {
	w.t.Helper()
	var bill shop.BillView
	status := w.call(http.MethodPost, w.url+path, body, &bill)
	return status, bill
}

// open opens a bill.
func (w *world) open(till, amount string) shop.BillView {
	w.t.Helper()
	status, bill := w.press("/bills", `{"till":"`+till+`","amount":"`+amount+`"}`)
	require.Equal(w.t, http.StatusCreated, status)
	return bill
}

// paid is a bill of till 1 that is paid.
func (w *world) paid(amount string) shop.BillView {
	w.t.Helper()
	bill := w.open("1", amount)
	w.pay("1", amount)
	return w.bill(bill.ID)
}

// pay is the customer's side; it returns when the shop has answered.
func (w *world) pay(till, amount string) {
	w.t.Helper()
	_, err := w.emulator.Pay(w.state().Tills[till[0]-'1'].QRCode, amount)
	require.NoError(w.t, err)
}

func (w *world) advance(by time.Duration) {
	w.t.Helper()
	require.NoError(w.t, w.emulator.Advance(w.partner, by))
}

func (w *world) bill(id string) shop.BillView {
	w.t.Helper()
	var bill shop.BillView
	require.Equal(w.t, http.StatusOK, w.call(http.MethodGet, w.url+"/state/bills/"+id, "", &bill))
	return bill
}

func (w *world) state() shop.State {
	w.t.Helper()
	var state shop.State
	require.Equal(w.t, http.StatusOK, w.call(http.MethodGet, w.url+"/state", "", &state))
	return state
}

// admin calls the emulator's admin API for the merchant.
func (w *world) admin(method, path, body string, into any) {
	w.t.Helper()
	status := w.call(method, w.origin()+"/_admin/merchants/"+w.partner+path, body, into)
	require.Equal(w.t, http.StatusOK, status, "%s %s", method, path)
}

// given is what Alipay gave back of a bill's trade.
func (w *world) given(bill shop.BillView) string {
	w.t.Helper()
	var trade struct{ Refunded string }
	w.admin(http.MethodGet, "/trades/"+w.bill(bill.ID).OutTradeNo, "", &trade)
	return trade.Refunded
}

// attempts tells how often the first notification was sent, and whether the
// shop took it in the end.
func (w *world) attempts() (sent int, acked bool) {
	w.t.Helper()
	var list struct {
		Items []struct {
			Acked    bool
			Attempts []any
		}
	}
	w.admin(http.MethodGet, "/notifications", "", &list)
	require.NotEmpty(w.t, list.Items)
	return len(list.Items[0].Attempts), list.Items[0].Acked
}

func (w *world) call(method, address, body string, into any) int {
	w.t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), method, address, bytes.NewBufferString(body))
	require.NoError(w.t, err)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	require.NoError(w.t, err)
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	require.NoError(w.t, err)
	require.NoError(w.t, json.Unmarshal(answer, into), "%s", answer)
	return response.StatusCode
}

// merchant is a client of the same gateway that is not the shop's.
func (w *world) merchant(at int) *alipay.Client {
	m := w.emulator.Merchants()[at]
	return &alipay.Client{
		Gateway: w.emulator.GatewayURL(), Partner: m.Partner, SignType: alipay.MD5, Charset: "UTF-8",
		Keys: alipay.Keys{MD5Key: m.MD5Key}, HTTP: alipay.NewHTTPClient(5*time.Second, nil),
	}
}

func values(body string) url.Values {
	form, _ := url.ParseQuery(body)
	return form
}
