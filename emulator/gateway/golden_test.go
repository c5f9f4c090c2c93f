package gateway_test

import (
	"bytes"
	"flag"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/keys"
)

var update = flag.Bool("update", false, "write fixtures/wire anew")

// examples are the wire examples: requests and the answers to them, byte for
// byte. One story on a frozen clock makes them all, so its order matters.
type examples struct {
	*shop
	folder string
	told   map[string]bool
}

const (
	wireFolder = "../../fixtures/wire"
	// nowhere is a notify_url at which nobody listens.
	nowhere = "http://127.0.0.1:1/notify"
)

func TestWireExamples(t *testing.T) {
	t.Parallel()
	e := emulator.RunT(t, emulator.Options{
		Start: time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC), Frozen: true, PublicURL: "http://localhost:8080/",
	})
	private, _ := keys.MerchantPrivate(demo)
	x := &examples{
		shop: &shop{
			emulator: e, partner: demo, md5Key: "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y00", private: private,
			alipay: publicKey(t, keys.AlipayPublicPEM()),
		},
		folder: wireFolder, told: map[string]bool{},
	}
	code := x.tellCodes(t)
	order := x.tellTrades(t, code)
	x.tellRefunds(t, order)
	x.tellCancels(t, code, order)
	x.tellStores(t)
	x.tellNotifications(t)
	x.noneLeft(t)
}

func (x *examples) tellCodes(t *testing.T) (code string) {
	t.Helper()
	code = x.exchange(t, "success", x.creating("notify_url", nowhere).sdk()).leaves["qrcode"]
	x.exchange(t, "failure", x.creating("biz_data", biz(change{"store_name": nil})).sdk())
	x.exchange(t, "illegal_sign", x.creating().sdk().forged("sign", "00000000000000000000000000000000"))
	renamed := biz(change{"store_name": "海港麵家"})
	x.exchange(t, "success", x.modifying(code, "biz_data", renamed).sdk().signedBy("RSA2"))
	x.exchange(t, "failure", x.modifying("https://qr.alipay.com/ocx00000aaaaaaaaaaaaaaa").sdk())
	x.exchange(t, "success", x.turning(code, "STOP").sdk())
	x.exchange(t, "failure", x.turning(code, "PAUSE").sdk())
	x.turning(code, "RESTART").send(t)
	return code
}

func (x *examples) tellTrades(t *testing.T, code string) (order string) {
	t.Helper()
	order, _ = x.pay(t, code, "88.00")
	x.exchange(t, "success", x.call(query, "partner_trans_id", order))
	x.exchange(t, "success_gbk", x.call(query, "partner_trans_id", order).in("GBK").without("_input_charset"))
	x.exchange(t, "failure", x.call(query, "partner_trans_id", "單號 1").in("GBK"))
	return order
}

func (x *examples) tellRefunds(t *testing.T, order string) {
	t.Helper()
	x.exchange(t, "success", x.refunding(order, "R0001", "1.50", "notify_url", nowhere, "refund_reson", "退货 a+b&c=d").sdk())
	x.exchange(t, "failure", x.refunding(order, "R0002", "86.51").posted())
	asked := func(id string) *call { return x.call(refundQuery, "out_trade_no", order, "out_return_no", id) }
	x.exchange(t, "success", asked("R0001"))
	x.exchange(t, "failure", asked("R0002"))
}

func (x *examples) tellCancels(t *testing.T, code, refunded string) {
	t.Helper()
	order, _ := x.pay(t, code, "8.80")
	x.exchange(t, "success", x.cancelling(order).sdk().signedBy("RSA"))
	x.exchange(t, "success_without_trade", x.cancelling("T0001").sdk())
	x.exchange(t, "failure", x.cancelling(refunded).sdk())
}

func (x *examples) tellStores(t *testing.T) {
	t.Helper()
	x.exchange(t, "success", x.storing("contact_no", "+852 98765432").sdk())
	x.exchange(t, "failure", x.storing("store_country", "HKG").sdk())
	x.exchange(t, "success", x.asking().sdk())
	x.exchange(t, "failure", x.asking("store_id", "S99").sdk())
}

func (x *examples) tellNotifications(t *testing.T) {
	t.Helper()
	x.advance(t, "0s") // waits until what is due has been sent
	for _, item := range x.list(t, "/notifications") {
		n := item.(map[string]any)
		file := "notification/" + n["kind"].(string)
		if x.told[file+".txt"] {
			continue
		}
		body := n["attempts"].([]any)[0].(map[string]any)["body"].(string)
		x.keep(t, file, []byte("POST "+n["notify_url"].(string)+"\n\n"+body+"\n"))
		asked := "service=notify_verify&partner=" + demo + "&notify_id=" + n["notify_id"].(string)
		x.tellVerdict(t, n["kind"].(string), asked, "true")
	}
	x.tellVerdict(t, "failure", "service=notify_verify&partner="+demo+"&notify_id=unknown", "false")
}

func (x *examples) tellVerdict(t *testing.T, name, query, want string) {
	t.Helper()
	got := x.verdict(t, query)
	require.Equal(t, want, got)
	x.keep(t, "notify_verify/"+name, []byte("GET /gateway.do?"+query+"\n\n\n---\n"+got))
}

// exchange sends a request and holds it and its answer against the example.
func (x *examples) exchange(t *testing.T, name string, c *call) reply {
	t.Helper()
	var text bytes.Buffer
	query, body := c.wire()
	if query != "" {
		query = "?" + query
	}
	method := map[bool]string{false: http.MethodGet, true: http.MethodPost}[c.post]
	text.WriteString(method + " /gateway.do" + query + "\n")
	if c.post {
		text.WriteString("Content-Type: application/x-www-form-urlencoded;charset=" + c.charset + "\n")
	}
	text.WriteString("\n" + body + "\n---\n")
	r := c.send(t)
	text.Write(r.raw)
	x.keep(t, c.params["service"]+"/"+name, text.Bytes())
	return r
}

// keep compares an example with its file, or writes it.
func (x *examples) keep(t *testing.T, name string, got []byte) {
	t.Helper()
	name += ".txt"
	require.False(t, x.told[name], "%s is told twice", name)
	x.told[name] = true
	file := filepath.Join(x.folder, filepath.FromSlash(name))
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, got, 0o644))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "go test ./emulator/gateway -run TestWireExamples -update writes it")
	require.Equal(t, string(want), string(got), name)
}

// noneLeft: every file is one that the story tells.
func (x *examples) noneLeft(t *testing.T) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(x.folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(x.folder, path)
		require.True(t, x.told[filepath.ToSlash(name)], "%s is no answer of the story any more", name)
		return err
	}))
}
