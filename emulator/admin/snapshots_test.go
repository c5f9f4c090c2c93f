package admin_test

import (
	"net/url"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
)

// shelves are where snapshots are kept: of everything, and of one world.
func shelves() map[string]string {
	return map[string]string{"of everything": "/_admin/snapshots", "of a world": world + "/snapshots"}
}

func TestSnapshots(t *testing.T) {
	t.Parallel()
	for name, shelf := range shelves() {
		t.Run(name+" bring back trades, switches, clock and counters, and not the journal", func(t *testing.T) {
			t.Parallel()
			c := start(t)
			code := c.code("S1", newShop(t, always("success")))
			before := c.pay(code, "1.00").json
			codes := c.ok("GET", world+"/qrcodes", "").json
			c.ok("POST", shelf+"/before", "")
			c.code("S2", "")
			first := c.pay(code, "2.00").at("out_trade_no")
			c.ok("PATCH", world, `{"strict":true}`)
			c.ok("POST", advance, `{"by":"1h"}`)

			c.ok("POST", shelf+"/before/restore", "")
			require.Equal(t, []any{before}, c.ok("GET", world+"/trades", "").at("items"))
			require.Len(t, c.ok("GET", notifications, "").at("items"), 1)
			require.Equal(t, false, c.ok("GET", world, "").at("strict"))
			require.Equal(t, "2026-01-05T10:00:00+08:00", c.ok("GET", world+"/clock", "").at("now"))
			require.Len(t, c.ok("GET", requests, "").at("items"), 2)
			require.Equal(t, codes, c.ok("GET", world+"/qrcodes", "").json)
			require.Equal(t, first, c.pay(code, "2.00").at("out_trade_no"), "the same ids are made again")
		})

		t.Run(name+" are listed by name, replaced and forgotten", func(t *testing.T) {
			t.Parallel()
			c := start(t)
			require.Empty(t, c.ok("GET", shelf, "").at("items"))
			require.Equal(t, "b", c.ok("POST", shelf+"/b", "").at("name"))
			c.ok("POST", shelf+"/a", "")
			c.pay(c.code("S1", ""), "1.00")
			c.ok("POST", shelf+"/b", "")
			require.Equal(t, []string{"a", "b"}, c.ok("GET", shelf, "").column("name"))
			require.Equal(t, "b", c.ok("GET", shelf+"/b", "").at("name"))
			c.ok("POST", world+"/clock/advance", `{"by":"1h"}`)
			c.ok("POST", shelf+"/b/restore", "")
			require.Len(t, c.ok("GET", world+"/trades", "").at("items"), 1)
			c.ok("DELETE", shelf+"/b", "")
			require.Equal(t, []string{"a"}, c.ok("GET", shelf, "").column("name"))
		})

		t.Run(name+" that are unknown are answered by 404, which tells where the names are", func(t *testing.T) {
			t.Parallel()
			c := start(t)
			for _, call := range [][2]string{{"GET", "/x"}, {"DELETE", "/x"}, {"POST", "/x/restore"}} {
				require.Equal(t, `there is no snapshot "x"; GET `+shelf+` lists them`, c.refuse(404, "NOT_FOUND", call[0], shelf+call[1], ""))
			}
		})

		t.Run(name+" discard what is in flight when they come back", func(t *testing.T) {
			t.Parallel()
			c := start(t, patient())
			entered, release := make(chan bool), make(chan bool)
			code := c.code("S1", newShop(t, func(url.Values) string {
				entered <- true
				<-release
				return "success"
			}))
			c.ok("POST", shelf+"/before", "")
			c.ok("POST", wallet+"/pay", `{"qrcode":"`+code+`","amount":"1.00"}`)
			<-entered
			c.ok("POST", shelf+"/before/restore", "")
			close(release)
			c.ok("POST", advance, `{"by":"1h"}`)
			require.Empty(t, c.ok("GET", world+"/trades", "").at("items"))
			require.Empty(t, c.ok("GET", notifications, "").at("items"))
		})
	}

	t.Run("of everything bring back a merchant deleted since, and remove one made since", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		order := c.pay(c.code("S1", ""), "1.00").text("out_trade_no")
		c.ok("POST", "/_admin/snapshots/before", "")
		c.ok("DELETE", world, "")
		c.ok("POST", merchants, `{"partner":"2088000000000777"}`)
		c.ok("POST", "/_admin/snapshots/before/restore", "")
		require.Equal(t, []string{order}, c.ok("GET", world+"/trades", "").column("out_trade_no"))
		c.refuse(404, "NO_MERCHANT", "GET", merchants+"/2088000000000777", "")
	})

	t.Run("of a world leave the others alone", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		other := merchants + "/2088000000000002"
		c.ok("POST", world+"/snapshots/before", "")
		c.ok("POST", other+"/clock/advance", `{"by":"1h"}`)
		c.ok("POST", world+"/snapshots/before/restore", "")
		require.Equal(t, "2026-01-05T11:00:00+08:00", c.ok("GET", other+"/clock", "").at("now"))
		c.refuse(404, "NOT_FOUND", "POST", other+"/snapshots/before/restore", "")
	})
}

func TestResets(t *testing.T) {
	t.Parallel()

	t.Run("of everything bring back the fixtures; merchants and snapshots made since are gone", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		before := c.ok("GET", merchants, "")
		codes := c.ok("GET", world+"/qrcodes", "")
		c.pay(c.code("S1", ""), "1.00")
		c.ok("PATCH", world, `{"strict":true}`)
		c.ok("POST", advance, `{"by":"1h"}`)
		c.ok("DELETE", merchants+"/2088000000000002", "")
		c.ok("POST", merchants, "")
		c.ok("POST", "/_admin/snapshots/one", "")
		c.ok("POST", world+"/snapshots/one", "")
		c.raw("GET", "/gateway.do", "", "")

		c.ok("POST", "/_admin/reset", "")
		require.Equal(t, before.json, c.ok("GET", merchants, "").json)
		require.Equal(t, codes.json, c.ok("GET", world+"/qrcodes", "").json)
		for _, path := range []string{world + "/trades", requests, "/_admin/requests", "/_admin/snapshots", world + "/snapshots"} {
			require.Empty(t, c.ok("GET", path, "").at("items"), path)
		}
	})

	t.Run("of a world bring it back as it was made, and no other", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		mine := merchants + "/2088000000000777"
		made := c.ok("POST", merchants, `{"partner":"2088000000000777","balance":"10.00"}`)
		c.ok("PATCH", mine, `{"balance":null}`)
		c.ok("POST", mine+"/clock/advance", `{"by":"1h"}`)
		c.ok("POST", advance, `{"by":"1h"}`)
		require.Equal(t, made.json, c.ok("POST", mine+"/reset", "").json)
		require.Equal(t, "2026-01-05T11:00:00+08:00", c.ok("GET", world+"/clock", "").at("now"))
	})

	t.Run("discard what is in flight", func(t *testing.T) {
		t.Parallel()
		c := start(t, patient())
		entered, release := make(chan bool), make(chan bool)
		code := c.code("S1", newShop(t, func(url.Values) string {
			entered <- true
			<-release
			return "success"
		}))
		c.ok("POST", wallet+"/pay", `{"qrcode":"`+code+`","amount":"1.00"}`)
		<-entered
		c.ok("POST", world+"/reset", "")
		close(release)
		c.ok("POST", advance, `{"by":"1h"}`)
		require.Empty(t, c.ok("GET", notifications, "").at("items"))
	})
}

func TestSavingTheState(t *testing.T) {
	t.Parallel()

	t.Run("without a file is refused, with the flag that names one", func(t *testing.T) {
		t.Parallel()
		require.Contains(t, start(t).refuse(409, "NO_STATE_FILE", "POST", "/_admin/state/save", ""), "--state")
	})

	t.Run("to a folder that is not there is refused, with its name", func(t *testing.T) {
		t.Parallel()
		file := filepath.Join(t.TempDir(), "gone", "state.json")
		c := start(t, emulator.Options{Start: monday(), Frozen: true, State: file})
		require.Contains(t, c.refuse(409, "STATE_NOT_SAVED", "POST", "/_admin/state/save", ""), file)
	})

	t.Run("lets another emulator go on where this one was", func(t *testing.T) {
		t.Parallel()
		o := emulator.Options{Start: monday(), Frozen: true, State: filepath.Join(t.TempDir(), "state.json")}
		c := start(t, o)
		code := c.code("S1", newShop(t, always("success")))
		c.pay(code, "1.00")
		c.ok("PATCH", world, `{"strict":true,"balance":"7.00"}`)
		c.ok("POST", merchants, `{"partner":"2088000000000777"}`)
		c.ok("DELETE", merchants+"/2088000000000003", "")
		c.ok("POST", advance, `{"by":"1h"}`)
		require.Contains(t, c.ok("POST", "/_admin/state/save", "").text("done"), "state.json")

		other := start(t, o)
		for _, path := range []string{"/qrcodes", "/trades", "/notifications", "/clock"} {
			require.Equal(t, withoutPort(c.ok("GET", world+path, "")), withoutPort(other.ok("GET", world+path, "")), path)
		}
		require.Equal(t, []string{"2088000000000777", "2088000000000002", demo}, other.ok("GET", merchants, "").column("partner"))
		require.Equal(t, "7.00", other.ok("GET", world, "").at("balance"))
		require.Equal(t, "TRADE_SUCCESS", other.pay(code, "2.00").at("trade_status"))
		require.NotEqual(t, other.ok("GET", world+"/trades", "").at("items.0.out_trade_no"), other.ok("GET", world+"/trades", "").at("items.1.out_trade_no"))
	})
}

var imageBase = regexp.MustCompile(`http://[0-9.:]+/show.htm`)

// withoutPort takes out of an answer where its emulator listens.
func withoutPort(a answer) string { return imageBase.ReplaceAllString(string(a.body), "") }
