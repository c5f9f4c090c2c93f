package console_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/console"
	"localipay/emulator/fault"
	layout "localipay/emulator/page"
	"localipay/fixtures"
)

// paths are all pages of this half of the console.
func paths() []string {
	home := "/console/" + noodle
	return []string{"/", home, home + "/codes", home + "/clock", home + "/faults", home + "/files", home + "/settings"}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	require.Empty(t, layout.Check(os.DirFS("."), console.Texts()))
}

func TestPages(t *testing.T) {
	t.Parallel()
	for _, path := range paths() {
		for lang, word := range map[string]string{"en": "Sections", "zh-HK": "分頁"} {
			t.Run(path+" is a whole page in "+lang, func(t *testing.T) {
				t.Parallel()
				b := open(t)
				b.header.Set("Accept-Language", lang)
				p := b.get(path).shows(http.StatusOK)
				require.Contains(t, p.body, `aria-label="`+word+`"`)
				require.Contains(t, p.body, "<h1>")
				require.Equal(t, 1, strings.Count(p.body, "<h1"), "one heading of the page")
				require.Contains(t, p.body, `aria-current="page"`)
				require.Contains(t, p.header.Get("Content-Security-Policy"), "default-src 'none'")
				require.NotContains(t, p.body, "??", "every text is there")
				require.Less(t, len(p.body), 200_000)
			})
		}
	}
	t.Run("that are not there say so, and lead on", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		for _, path := range []string{"/console/2088999999999999", "/console/2088999999999999/codes", "/console/x", "/console/" + noodle + "/none", "/console/%3Cscript%3E"} {
			p := b.get(path).shows(http.StatusNotFound, "All merchants")
			require.NotContains(t, p.body, "<script>")
		}
	})
	t.Run("are text for programs", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		b.header.Set("Accept", "*/*")
		p := b.get("/").shows(http.StatusOK, b.e.GatewayURL())
		require.Contains(t, p.header.Get("Content-Type"), "text/plain")
	})
}

// TestHostileNames puts what a merchant might send into every page.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	const evil = `<script>alert("1")</script>`
	o := frozen()
	o.Merchants = []fixtures.Merchant{{Partner: "2088000000000666", Switches: map[string]any{"name": evil}}}
	b := open(t, o)
	home := "/console/2088000000000666"
	b.post(home+"/snapshots", "do", "take", "name", `"><img src=x>`).shows(http.StatusOK, `"><img src=x>`)
	b.post(home+"/faults", "do", "add", "trick", "hold", "target", "notification", "name", evil, "field", evil, "pattern", evil).shows(http.StatusOK, "F1")
	for _, path := range append(paths(), home, home+"/codes?q="+"%3Cscript%3E", home+"/clock", home+"/faults", home+"/settings", "/?q=%22%3E%3Cscript%3E") {
		p := b.get(path).shows(http.StatusOK)
		require.NotContains(t, p.body, "<script>", path)
		require.NotContains(t, p.body, "<img src=x", path)
	}
	b.get(home).shows(http.StatusOK, evil)
}

func TestMerchants(t *testing.T) {
	t.Parallel()

	t.Run("are listed with what they come to", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		b.pay()
		row := b.get("/").shows(http.StatusOK, "Harbour Noodle", "Lion Rock Taxi").find(`(?s)Harbour Noodle(.*?)</tr>`)
		require.Regexp(t, `(?s)2026-01-05 10:00:00.*frozen.*Codes">2<.*Trades">1<.*Open deliveries">0<.*Faults">0<`, row)
	})
	t.Run("are made by a button, everything from the seed or as typed", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		b.post("/").shows(http.StatusOK, "was made", "Connect your system")
		b.post("/", "partner", "2088000000000777", "name", "茶餐廳").shows(http.StatusOK, "茶餐廳", "2088000000000777")
		require.Equal(t, "茶餐廳", b.api("/2088000000000777")["name"])
		require.Len(t, b.api("")["items"], 5)
	})
	t.Run("that cannot be made keep what was typed", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		p := b.post("/", "partner", "12", "name", "Tea").shows(http.StatusUnprocessableEntity, "16 digits")
		require.Contains(t, p.body, `value="Tea"`)
		require.Contains(t, p.body, `value="12"`)
		b.post("/", "partner", noodle).shows(http.StatusUnprocessableEntity, "is taken")
		require.Len(t, b.api("")["items"], 3)
	})
	t.Run("are found among a thousand, a page at a time", func(t *testing.T) {
		t.Parallel()
		file := filepath.Join(t.TempDir(), "many.yaml")
		require.NoError(t, os.WriteFile(file, []byte("generate: {merchants: 1000, stores: 1, buyers: 1}\n"), 0o600))
		o := frozen()
		o.Fixtures = file
		b := open(t, o)
		p := b.get("/").shows(http.StatusOK, "page 1 of 2")
		require.Less(t, len(p.body), 200_000)
		require.Equal(t, 51, strings.Count(p.body, "<tr>"))
		b.get(p.find(`href="([^"]*)" rel="next"`)).shows(http.StatusOK, "page 2 of 2")
		b.get("/?page=99999").shows(http.StatusOK)
		b.get("/?page=-3").shows(http.StatusOK, "page 1 of")
		b.get("/?q=no-such-merchant").shows(http.StatusOK, "No merchant matches")
	})
	t.Run("are reset and deleted", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		b.pay()
		b.post("/console/"+noodle+"/reset").shows(http.StatusOK, "as it was made", "Nobody has paid yet")
		require.Empty(t, b.api("/" + noodle + "/trades")["items"])
		b.post("/console/"+noodle+"/delete").shows(http.StatusOK, "are gone")
		b.get("/console/" + noodle).shows(http.StatusNotFound)
	})
}

func TestCodes(t *testing.T) {
	t.Parallel()
	home := "/console/" + noodle + "/codes"

	t.Run("show picture, value, store and the way to the wallet", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		code := b.first("/" + noodle + "/qrcodes")
		p := b.get(home).shows(http.StatusOK, code["store_name"].(string), code["qrcode"].(string), "Active")
		require.Equal(t, http.StatusOK, b.get(p.find(`src="(/show.htm[^"]*)"`)).status)
		require.Equal(t, "/wallet/scan?qrcode=https%3A%2F%2Fqr.alipay.com%2F"+code["code"].(string), p.find(`href="(/wallet/scan[^"]*)"`))
	})
	t.Run("are stopped, started again and deleted", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		code := b.first("/" + noodle + "/qrcodes")["code"].(string)
		status := func() any { return b.api("/" + noodle + "/qrcodes/" + code)["status"] }
		b.post(home, "code", code, "status", "STOP", "return", home+"?status=STOPPED").shows(http.StatusOK, "is stopped", code)
		require.Equal(t, "STOPPED", status())
		b.post(home, "code", code, "status", "RESTART").shows(http.StatusOK, "takes orders again")
		require.Equal(t, "ACTIVE", status())
		b.post(home, "code", code, "status", "DELETE").shows(http.StatusOK, "is deleted")
		require.Equal(t, "DELETED", status())
		b.post(home, "code", code, "status", "RESTART").shows(http.StatusOK, "cannot be changed")
		b.post(home, "code", "ocx0", "status", "STOP").shows(http.StatusOK, "cannot be changed")
		b.post(home, "code", code, "status", "MELT").shows(http.StatusOK, "cannot be changed")
	})
	t.Run("lead back to where the form stood, and nowhere else", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		for _, path := range []string{"//evil.example", "/console/" + taxi + "/codes", "https://evil.example", ""} {
			p := b.do(http.MethodPost, home, "code=x&status=STOP&return="+path)
			require.Equal(t, home, p.header.Get("Location"))
		}
	})
	t.Run("are filtered, and the part alone is fetched", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		b.get(home+"?q=旺角").shows(http.StatusOK, "旺角店")
		b.get(home+"?status=DELETED").shows(http.StatusOK, "No code matches")
		p := b.part(home, "codes")
		require.True(t, strings.HasPrefix(p.body, `<div id="codes"`), p.body)
		require.Contains(t, p.body, `data-partner="`+noodle+`"`)
	})
	t.Run("are a page at a time", func(t *testing.T) {
		t.Parallel()
		file := filepath.Join(t.TempDir(), "many.yaml")
		require.NoError(t, os.WriteFile(file, []byte("generate: {merchants: 1, stores: 60, buyers: 1}\n"), 0o600))
		o := frozen()
		o.Fixtures = file
		b := open(t, o)
		path := "/console/" + b.first("")["partner"].(string) + "/codes"
		seen := map[string]bool{}
		for {
			p := b.get(path).shows(http.StatusOK)
			require.Less(t, len(p.body), 200_000)
			for _, cut := range strings.Split(p.body, `id="code-`)[1:] {
				seen[cut[:alipay.CodeLength]] = true
			}
			if !strings.Contains(p.body, `rel="next"`) {
				break
			}
			path = p.find(`href="([^"]*)" rel="next"`)
		}
		require.Len(t, seen, 60)
	})
}

func TestFaults(t *testing.T) {
	t.Parallel()
	home := "/console/" + noodle + "/faults"

	t.Run("of every kind are in the gallery, for every target", func(t *testing.T) {
		t.Parallel()
		offered := map[string]bool{}
		for _, k := range console.Tricks() {
			for _, target := range k.Targets {
				offered[k.Kind+" "+target] = true
			}
		}
		for _, target := range fault.Targets() {
			for _, kind := range fault.Kinds(target) {
				require.True(t, offered[kind+" "+target], "%s of %s", kind, target)
			}
		}
	})
	t.Run("are switched on by a click", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		for _, k := range console.Tricks() {
			for _, options := range [][]string{{}, {"times", "0", "after", "2", "probability", "0.5", "field", "out_trade_no", "pattern", "2026*", "name", "mine"}} {
				form := append([]string{"do", "add", "trick", k.ID, "target", k.Targets[0]}, options...)
				for _, in := range k.Inputs {
					form = append(form, in.Name, in.Value)
				}
				require.Equal(t, home, b.send(home, form...).header.Get("Location"), k.ID)
			}
		}
		require.Len(t, b.api("/" + noodle + "/faults")["items"], 2*len(console.Tricks()))
		p := b.get(home)
		rules, err := fault.Parse("page", []byte(p.find(`(?s)id="yaml"[^>]*>(.*?)</pre>`)))
		require.NoError(t, err, "the YAML is what a file of --faults holds")
		require.Len(t, rules, 2*len(console.Tricks()))
		require.Equal(t, "mine", rules[1].Name)
		require.Equal(t, 0, rules[1].Times)
		require.Equal(t, []alipay.Field{{Name: "out_trade_no", Value: "2026*"}}, rules[1].When)
		require.Less(t, len(p.body), 200_000)
	})
	t.Run("that cannot be say what is wrong", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		add := func(pairs ...string) page {
			return b.post(home, append([]string{"do", "add"}, pairs...)...)
		}
		add("trick", "fail", "target", alipay.ServiceRefund, "code", "TRADE_STATUS_EROR").shows(200, "did you mean", "TRADE_STATUS_ERROR")
		add("trick", "http", "target", "*", "status", "abc").shows(200, "abc")
		add("trick", "delay", "target", "*", "span", "3 days").shows(200, "3 days")
		add("trick", "delay", "target", "nowhere", "span", "3s").shows(200, "nowhere")
		add("trick", "nothing").shows(200, "not complete")
		b.post(home, "do", "nothing").shows(200, "not complete")
		b.post(home, "do", "remove", "id", "F9").shows(200, "no rule F9")
		require.Empty(t, b.api("/" + noodle + "/faults")["items"])
	})
	t.Run("show how often they matched, and are taken away", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		for range 2 {
			b.post(home, "do", "add", "trick", "hold", "target", "notification").shows(200, "active")
		}
		b.post(home, "do", "remove", "id", "F1").shows(200, "Rule F1 is gone")
		require.Len(t, b.api("/" + noodle + "/faults")["items"], 1)
		b.post(home, "do", "clear").shows(200, "All rules are gone", "No fault is switched on")
		require.Empty(t, b.api("/" + noodle + "/faults")["items"])
	})
}

func TestSettings(t *testing.T) {
	t.Parallel()
	home := "/console/" + noodle + "/settings"

	t.Run("are saved, and no others touched", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		was := b.api("/" + noodle)
		b.post(home, "pay_timeout", "5m", "strict", "true", "balance", "100.00", "services", alipay.ServiceQuery+"\r\n"+alipay.ServiceCancel).
			shows(200, "were saved", "not the default")
		is := b.api("/" + noodle)
		require.Equal(t, "5m", is["pay_timeout"])
		require.Equal(t, true, is["strict"])
		require.Equal(t, "100.00", is["balance"])
		require.Equal(t, []any{alipay.ServiceQuery, alipay.ServiceCancel}, is["services"])
		require.Equal(t, was["rsa_public_key"], is["rsa_public_key"])
		require.Equal(t, was["md5_key"], is["md5_key"])
		b.post(home, "balance", "", "md5_key", "", "rsa_public_key", "").shows(200, "were saved")
		is = b.api("/" + noodle)
		require.Nil(t, is["balance"])
		require.Nil(t, is["rsa_public_key"])
		require.NotEmpty(t, is["md5_key"], "a merchant always has one: it was made anew")
	})
	t.Run("sent as the page shows them change nothing", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		was := b.api("/" + noodle)
		form := []string{}
		for _, s := range alipay.Switches() {
			if value, ok := was[s.Name].(string); ok {
				form = append(form, s.Name, strings.ReplaceAll(value, "\n", "\r\n"))
			}
		}
		b.post(home, form...).shows(200, "were saved")
		require.Equal(t, was, b.api("/"+noodle))
	})
	t.Run("that are wrong are told, and what was typed is kept", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		for name, value := range map[string]string{"pay_timeout": "soon", "currency": "hkd", "strict": "perhaps", "rsa_public_key": "none", "fee_rate": "2", "services": "alipay.acquire.cancle"} {
			p := b.post(home, "name", "New Name", name, value).shows(http.StatusUnprocessableEntity, name+": ")
			require.Contains(t, p.body, value)
			require.Equal(t, "Harbour Noodle", b.api("/" + noodle)["name"])
		}
	})
	t.Run("keep snapshots", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		shots := "/console/" + noodle + "/snapshots"
		b.post(shots, "do", "take", "name", "before").shows(200, "before was taken")
		b.pay()
		b.post(shots, "do", "restore", "name", "before").shows(200, "Back at snapshot before")
		require.Empty(t, b.api("/" + noodle + "/trades")["items"])
		b.post(shots, "do", "drop", "name", "before").shows(200, "is forgotten")
		b.post(shots, "do", "restore", "name", "before").shows(200, "no snapshot before")
		for _, name := range []string{"", "a/b", strings.Repeat("x", 61)} {
			b.post(shots, "do", "take", "name", name).shows(200, "Give it a name")
		}
		b.post(shots, "do", "lose", "name", "x").shows(200, "not complete")
	})
}

func TestManyTrades(t *testing.T) {
	t.Parallel()
	b := open(t)
	code := b.first("/" + noodle + "/qrcodes")["qrcode"].(string)
	for i := range 300 {
		_, err := b.e.Pay(code, fmt.Sprintf("%d.00", i+1))
		require.NoError(t, err)
	}
	for _, path := range paths() {
		require.Less(t, len(b.get(path).shows(200).body), 100_000, path)
	}
	b.get("/").shows(200, "300")
}
