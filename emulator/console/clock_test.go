package console_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestClock(t *testing.T) {
	t.Parallel()
	home := "/console/" + noodle + "/clock"
	now := func(b *browser) any { return b.api("/" + noodle + "/clock")["now"] }

	t.Run("shows the time and what is due, in words", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		trade := b.pay()
		b.get(home).shows(200, "2026-01-05 10:00:00", "frozen", "a trade is finished", trade.OutTradeNo)
		b.get("/console/"+taxi+"/clock").shows(200, "Nothing is due")
	})
	t.Run("is frozen and runs", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		b.post(home, "do", "run").shows(200, "The clock runs", "running")
		require.Equal(t, "running", b.api("/" + noodle + "/clock")["mode"])
		b.post(home, "do", "freeze").shows(200, "stands still", "frozen")
		require.Equal(t, "frozen", b.api("/" + noodle + "/clock")["mode"])
	})
	t.Run("is moved by buttons", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		for _, c := range []struct{ do, field, value, want string }{
			{"25m", "", "", "2026-01-05T10:25:00+08:00"},
			{"by", "by", "1d2h", "2026-01-06T12:25:00+08:00"},
			{"midnight", "", "", "2026-01-07T00:00:00+08:00"},
			{"to", "to", "2026-01-07T08:30", "2026-01-07T08:30:00+08:00"},
			{"to", "to", "2026-01-07T08:30:05", "2026-01-07T08:30:05+08:00"},
			{"set", "to", "2026-01-01T00:00:00", "2026-01-01T00:00:00+08:00"},
		} {
			b.post(home, "do", c.do, c.field, c.value).shows(200)
			require.Equal(t, c.want, now(b), c.do)
		}
	})
	t.Run("goes until the next thing happens, and tells what did", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		trade := b.pay()
		b.post(home, "do", "next").shows(200, "What happened on the way", "a reconciliation file comes", noodle+"_transaction_20260105.txt")
		require.Equal(t, "2026-01-06T09:00:00+08:00", now(b))
		b.post(home, "do", "next").shows(200, "a reconciliation file is removed", noodle+"_settlement_20260105.txt")
		require.Equal(t, "2026-01-13T09:00:00+08:00", now(b))
		b.post(home, "do", "next").shows(200, "What happened on the way", "a trade is finished", trade.OutTradeNo, "TRADE_FINISHED", "Nothing is due")
		require.Equal(t, "2026-07-04T10:00:00+08:00", now(b))
		b.post(home, "do", "next").shows(http.StatusUnprocessableEntity, "Nothing is due, so")
	})
	t.Run("says that nothing fell due", func(t *testing.T) {
		t.Parallel()
		open(t).post(home, "do", "25m").shows(200, "Nothing fell due")
	})
	t.Run("refuses what cannot be", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		for _, c := range []struct{ do, field, value, want string }{
			{"by", "by", "soon", "a number and a unit"},
			{"by", "by", "-3h", "a number and a unit"},
			{"by", "by", "99999d", "beyond the year 2250"},
			{"to", "to", "yesterday", "Write a time"},
			{"to", "to", "1800-01-01T00:00", "Write a time"},
			{"to", "to", "2026-01-01T00:00", "To go back, set it"},
			{"dance", "", "", "not complete"},
		} {
			b.post(home, "do", c.do, c.field, c.value).shows(http.StatusUnprocessableEntity, c.want)
		}
		b.post(home, "do", "set", "to", "x").shows(200, "Write a time")
		require.Equal(t, "2026-01-05T10:00:00+08:00", now(b))
	})
	t.Run("is fetched in parts while it is looked at", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		require.NotContains(t, b.part(home, "now").body, "Due next")
		require.NotContains(t, b.part(home, "ahead").body, "Freeze")
	})
}
