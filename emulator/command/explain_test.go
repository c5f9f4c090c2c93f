package command_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/command"
)

// signed is what the README's client sends: a query of the demo merchant.
func signed(t *testing.T, args ...string) string {
	t.Helper()
	got := run(t, nil, append([]string{"sign", "service=alipay.acquire.overseas.query", "partner_trans_id=T1"}, args...)...)
	require.Zero(t, got.code, got.err)
	return strings.TrimSpace(got.out)
}

func explainFrom(t *testing.T, in string, env variables, args ...string) ended {
	t.Helper()
	var out, err strings.Builder
	code := command.Execute(context.Background(), command.Process{
		Args: append([]string{"explain"}, args...), Getenv: func(name string) string { return env[name] },
		In: strings.NewReader(in), Out: &out, Err: &err,
	})
	return ended{out.String(), err.String(), code}
}

func TestExplainASignatureThatHolds(t *testing.T) {
	t.Parallel()
	address := signed(t)
	query := address[strings.IndexByte(address, '?')+1:]
	file := write(t, "request.txt", address+"\n")
	multipart := ""
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		multipart += "--X\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	multipart += "--X--\r\n"
	for name, tc := range map[string]struct {
		in   string
		args []string
	}{
		"as a URL":                        {"", []string{address}},
		"as a URL of the real Alipay":     {"", []string{strings.Replace(address, "http://localhost:8080", "https://intlmapi.alipay.com", 1)}},
		"as a body":                       {"", []string{query}},
		"in a file":                       {"", []string{file}},
		"on standard input":               {address, nil},
		"on standard input, called so":    {query, []string{"-"}},
		"as a URL with the body below it": {"/gateway.do?_input_charset=UTF-8\n" + strings.TrimPrefix(query, "_input_charset=UTF-8&"), nil},
		"as raw HTTP": {"POST /gateway.do?_input_charset=UTF-8 HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n" +
			strings.TrimPrefix(query, "_input_charset=UTF-8&"), nil},
		"as raw HTTP, multipart": {"POST /gateway.do HTTP/1.1\nContent-Type: multipart/form-data; boundary=X\n\n" + multipart, nil},
		"as curl":                {"curl '" + address + "'", nil},
		"as curl with a body":    {"curl -X POST --url https://x/gateway.do \\\n  -H 'Content-Type: application/x-www-form-urlencoded' --data-raw \"" + query + "\" -s", nil},
		"as curl -G":             {"curl -G https://x/gateway.do -d " + strings.ReplaceAll("'"+query+"'", "&", "' --data-urlencode '"), nil},
		"as curl -F":             {"curl https://x/gateway.do -F " + strings.ReplaceAll("'"+query+"'", "&", "' --form='"), nil},
		"as the journal has it":  {`{"id":"x-1","url":"` + address + `","body":""}`, nil},
		"with its key given":     {address, []string{"--md5-key=k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y00", "--partner=2088000000000001"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := explainFrom(t, tc.in, nil, tc.args...)
			require.Zero(t, got.code, got.out+got.err)
			require.Contains(t, got.out, "The signature holds: MD5 with the key of 2088000000000001.\n")
			require.Contains(t, got.out, "\n  _input_charset=UTF-8&partner=2088000000000001&partner_trans_id=T1&service=alipay.acquire.overseas.query\n")
			require.Empty(t, got.err)
		})
	}
	t.Run("by RSA2", func(t *testing.T) {
		t.Parallel()
		got := explainFrom(t, signed(t, "--sign-type=RSA2"), nil)
		require.Contains(t, got.out, "The signature holds: RSA2 with the key of 2088000000000001.")
	})
	t.Run("by a key in a file, of whoever that is", func(t *testing.T) {
		t.Parallel()
		address := signed(t, "--partner=2088000000000404", "--sign-type=RSA", "--private-key=../../keys/merchant_2088000000000002_private.pem")
		got := explainFrom(t, address, nil, "--public-key=../../keys/merchant_2088000000000002_public.pem")
		require.Zero(t, got.code, got.out+got.err)
		got = explainFrom(t, address, variables{"LOCALIPAY_PUBLIC_KEY": "../../keys/merchant_2088000000000001_public.pem"})
		require.Equal(t, 2, got.code)
		require.Contains(t, got.out, "with the private key of the demo merchant 2088000000000002")
	})
}

func TestExplainASignatureThatDoesNot(t *testing.T) {
	t.Parallel()
	t.Run("shows both strings and marks the difference", func(t *testing.T) {
		t.Parallel()
		got := explainFrom(t, strings.Replace(signed(t, "refund_reson=退货"), "=T1", "=t1", 1), nil)
		require.Equal(t, 2, got.code)
		require.Equal(t, strings.Join([]string{
			`ILLEGAL_SIGN (parameter_changed)`,
			`partner_trans_id was signed as "T1" and sent as "t1"; sign exactly what you send.`,
			``,
			`The string to sign, without a key:`,
			`  _input_charset=UTF-8&partner=2088000000000001&partner_trans_id=t1&refund_reson=退货&service=alipay.acquire.overseas.query`,
			``,
			`What was signed instead:`,
			`  _input_charset=UTF-8&partner=2088000000000001&partner_trans_id=T1&refund_reson=退货&service=alipay.acquire.overseas.query`,
			``,
			`The difference (- to sign, + what was signed):`,
			`  - &partner_trans_id=t1`,
			`                      ^^`,
			`  + &partner_trans_id=T1`,
			`                      ^^`,
			``,
		}, "\n"), got.out)
		require.Empty(t, got.err)
	})
	t.Run("marks Chinese below both of its columns", func(t *testing.T) {
		t.Parallel()
		got := explainFrom(t, strings.Replace(signed(t, "refund_reson=退货 x"), "+x", "%20x%20", 1), nil)
		require.Contains(t, got.out, "  - &refund_reson=退货 x \n                        ^\n")
	})
	t.Run("names the other merchant's key, and never shows it", func(t *testing.T) {
		t.Parallel()
		got := explainFrom(t, signed(t, "--md5-key=sh0pt3stsh0pt3stsh0pt3stsh0pt3st"), nil)
		require.Equal(t, 2, got.code)
		require.Contains(t, got.out, "ILLEGAL_SIGN (demo_key)\nIt was signed with the MD5 key of the demo merchant 2088000000000003; sign with that of 2088000000000001.")
		require.NotContains(t, got.out, "sh0pt3st")
		require.NotContains(t, got.out, "The difference")
	})
	t.Run("keeps what it holds from acting on the terminal", func(t *testing.T) {
		t.Parallel()
		got := explainFrom(t, signed(t)+"&memo=%1B%5B31m%0A", nil)
		require.Contains(t, got.out, `memo=\u001b[31m\n`)
		require.NotContains(t, got.out, "\x1b")
	})
}

func TestExplainANotification(t *testing.T) {
	t.Parallel()
	for _, signType := range []string{"MD5", "RSA2"} {
		t.Run("signed by "+signType, func(t *testing.T) {
			t.Parallel()
			body := notified(t, signType)
			require.Zero(t, explainFrom(t, body, nil).code, body)
			forged := explainFrom(t, strings.Replace(body, "total_fee=88.00", "total_fee=1.00", 1), nil)
			require.Equal(t, 2, forged.code)
		})
	}
}

// notified is what the emulator sends to a shop that is not there.
func notified(t *testing.T, signType string) string {
	t.Helper()
	e := emulator.RunT(t)
	code := answer(t, strings.TrimSpace(run(t, nil, "sign", "--gateway", e.GatewayURL(), "--sign-type", signType, "service=alipay.commerce.qrcode.create",
		"biz_type=OVERSEASHOPQRCODE", "notify_url=http://127.0.0.1:1/", `biz_data={"secondary_merchant_id":"M","secondary_merchant_name":"店",`+
			`"secondary_merchant_industry":"5812","store_id":"S1","store_name":"麵","country_code":"HK","address":"1","trans_currency":"HKD","currency":"HKD"}`).out))
	_, code, _ = strings.Cut(code, "<qrcode>")
	code, _, _ = strings.Cut(code, "</qrcode>")
	_, err := e.Pay(code, "88.00")
	require.NoError(t, err)
	sent := answer(t, e.URL()+"_admin/merchants/2088000000000001/notifications")
	_, body, _ := strings.Cut(sent, `"body":"`)
	body, _, _ = strings.Cut(body, `"`)
	return strings.ReplaceAll(body, `\u0026`, "&")
}

func TestExplainNeedsARequestAndItsKeys(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "key.pem"), []byte("no key"), 0o600))
	for name, tc := range map[string]struct {
		in   string
		args []string
		want string
	}{
		"nothing at all":                {"", nil, "there is no request"},
		"a file that is not there":      {"", []string{"nowhere.txt"}, `"nowhere.txt" is no request, and no file that can be read`},
		"words":                         {"hello there", nil, "there is no request"},
		"a bare address":                {"https://x/gateway.do?", nil, "there is no request"},
		"an unknown partner":            {"partner=2088000000000004&sign=x&sign_type=MD5", nil, "partner 2088000000000004 is not in the fixtures: give its key with --md5-key or --public-key FILE; did you mean"},
		"no partner":                    {"sign=x&sign_type=MD5", nil, "say whose it is with --partner"},
		"the public key, but MD5":       {"sign=x&sign_type=MD5", []string{"--public-key=../../keys/alipay_public.pem"}, "give it with --md5-key"},
		"the MD5 key, but RSA":          {"sign=x&sign_type=RSA", []string{"--md5-key=abc"}, "give it with --public-key FILE"},
		"a key file without a key":      {"partner=2088000000000001&sign=x", []string{"--public-key=" + filepath.Join(folder, "key.pem")}, "--public-key"},
		"JSON that is no request":       {`{"items":[]}`, nil, "neither url nor body"},
		"a curl command without a form": {"curl -s https://x/", nil, "there is no request"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := explainFrom(t, tc.in, nil, tc.args...)
			require.Equal(t, 1, got.code)
			require.Contains(t, got.err, tc.want)
			require.Empty(t, got.out)
		})
	}
}

// FuzzExplain: whatever is pasted, it ends with a code of its own.
func FuzzExplain(f *testing.F) {
	f.Add("curl -d 'a=1&sign=x' $'http://x?partner=1' -F a=\"b\\\"\" -H")
	f.Add("POST /gateway.do?x=1 HTTP/1.1\nContent-Type: multipart/form-data; boundary=X\n\n--X\n")
	f.Add(`{"url":"/gateway.do?partner=2088000000000001&sign=%00"}`)
	f.Fuzz(func(t *testing.T, in string) {
		got := explainFrom(&testing.T{}, in, nil)
		require.Contains(t, []int{0, 1, 2}, got.code)
		require.Equal(t, got.code == 1, got.err != "")
		require.NotContains(t, got.out, "\x1b")
	})
}
