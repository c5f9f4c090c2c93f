package testcontainers_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/testcontainers"
)

// poor are fixtures in which the first buyer has 50.00, in two files.
func poor() map[string]string {
	return map[string]string{
		"poor.yaml": `merchants: [{partner: "` + partner + `", md5_key: ` + md5Key + `}]
buyers: [{buyer_id: "2088100000000009", login_id: 852-98765432, name: Poor, wallet: ALIPAYHK, balance: "50.00"}]
`,
		"tea.yml": `merchants: [{partner: "2088000000000101", name: Tea House}]`,
	}
}

// folderOf has files that nobody else may read, as the program in the container
// is somebody else.
func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	return folder
}

// sight is what a test sees of an emulator.
type sight struct {
	Clocks   map[string]clock
	Later    clock // of a merchant that is made now
	QRCode   string
	Stranger int // what the admin API answers to who has no token
}

func look(t *testing.T, l *testcontainers.Localipay) sight {
	t.Helper()
	s := sight{Clocks: map[string]clock{}}
	var list struct{ Items []struct{ Partner string } }
	require.NoError(t, l.Admin(http.MethodGet, "merchants", nil, &list))
	for _, m := range list.Items {
		s.Clocks[m.Partner] = hourOf(clockOf(t, l, m.Partner))
	}
	require.NoError(t, l.Admin(http.MethodPost, "merchants", map[string]string{"partner": "2088000000000999"}, nil))
	s.Later = hourOf(clockOf(t, l, "2088000000000999"))
	var err error
	s.QRCode, _, err = createCode(l.GatewayURL(), "http://127.0.0.1:9/")
	require.NoError(t, err)
	resp, err := http.Get(l.URL() + "_admin/merchants")
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	s.Stranger = resp.StatusCode
	return s
}

// hourOf leaves out of a running clock what passes while we look.
func hourOf(c clock) clock {
	if c.Mode == "running" {
		c.Now = c.Now[:len("2026-03-02T12:")]
	}
	return c
}

func TestOptions(t *testing.T) {
	t.Parallel()
	still := clock{"2026-01-05T10:00:00+08:00", "frozen"}
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.FixedZone("HKT", 8*60*60))
	for name, test := range map[string]struct {
		options testcontainers.Options
		check   func(t *testing.T, s sight)
	}{
		"none: the demo, on a Monday": {testcontainers.Options{}, func(t *testing.T, s sight) {
			require.Equal(t, map[string]clock{partner: still, "2088000000000002": still, "2088000000000003": still}, s.Clocks)
			require.Equal(t, still, s.Later)
			require.Equal(t, http.StatusOK, s.Stranger)
		}},
		"another start": {testcontainers.Options{Start: noon}, func(t *testing.T, s sight) {
			require.Equal(t, clock{"2026-03-02T12:00:00+08:00", "frozen"}, s.Clocks[partner])
		}},
		"clocks that run": {testcontainers.Options{Start: noon, Running: true}, func(t *testing.T, s sight) {
			require.Equal(t, clock{"2026-03-02T12:", "running"}, s.Clocks[partner])
		}},
		"another seed": {testcontainers.Options{Seed: 7}, func(t *testing.T, s sight) {
			require.NotEqual(t, look(t, launch(t, process)).QRCode, s.QRCode)
		}},
		"a file of fixtures": {testcontainers.Options{Fixtures: filepath.Join(folderOf(t, poor()), "poor.yaml")}, func(t *testing.T, s sight) {
			require.Equal(t, map[string]clock{partner: still}, s.Clocks)
		}},
		"a folder of fixtures": {testcontainers.Options{Fixtures: folderOf(t, poor())}, func(t *testing.T, s sight) {
			require.Equal(t, map[string]clock{partner: still, "2088000000000101": still}, s.Clocks)
		}},
		"a token": {testcontainers.Options{AdminToken: "secret"}, func(t *testing.T, s sight) {
			require.Equal(t, http.StatusUnauthorized, s.Stranger)
		}},
	} {
		t.Run("mean the same in both places: "+name, func(t *testing.T) {
			t.Parallel()
			here := look(t, launch(t, process, test.options))
			test.check(t, here)
			require.Equal(t, here, look(t, launch(t, container, test.options)))
		})
	}
}

func TestNotifyTimeout(t *testing.T) {
	t.Parallel()
	for _, where := range []string{process, container} {
		t.Run(where+" a shop that does not answer is given up", func(t *testing.T) {
			t.Parallel()
			gaveUp := make(chan struct{})
			shop := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				_ = r.ParseForm()
				<-r.Context().Done()
				close(gaveUp)
			}))
			defer shop.Close()
			l := launch(t, where, testcontainers.Options{NotifyTimeout: 4 * time.Second})
			qrcode, _, err := createCode(l.GatewayURL(), l.ShopURL(shop.URL))
			require.NoError(t, err)
			_, err = l.Pay(qrcode, "88.00")
			require.NoError(t, err)
			<-gaveUp
		})
	}
}

func TestAMistakeEndsTheTest(t *testing.T) {
	t.Parallel()
	broken := folderOf(t, map[string]string{"broken.yaml": "merchants:\n  - {partner: 1}\n"})
	for _, where := range []string{process, container} {
		for name, mistake := range map[string]struct {
			options testcontainers.Options
			want    []string
		}{
			"fixtures that are not there": {testcontainers.Options{Fixtures: "no/such.yaml"}, []string{"no/such.yaml", "no such file"}},
			"fixtures that are wrong":     {testcontainers.Options{Fixtures: broken}, []string{"broken.yaml:2"}},
		} {
			t.Run(where+" and its name is "+name, func(t *testing.T) {
				t.Parallel()
				r := &recorder{}
				t.Cleanup(r.end)
				require.Nil(t, testcontainers.RunIn(r, at(where), mistake.options))
				there(t, where, r.inContainer())
				for _, word := range mistake.want {
					require.Contains(t, r.failed, word)
				}
			})
		}
	}
	t.Run("and is a shop's URL that is none", func(t *testing.T) {
		t.Parallel()
		r := &recorder{}
		t.Cleanup(r.end)
		l := testcontainers.RunIn(r, at(process))
		for _, address := range []string{"shop", "//shop:3000/notify", "ftp://shop:21/", "http:///notify", "http://%"} {
			require.Empty(t, l.ShopURL(address))
			require.True(t, strings.HasPrefix(r.failed, `localipay: "`+address+`": give the URL`), r.failed)
		}
	})
}
