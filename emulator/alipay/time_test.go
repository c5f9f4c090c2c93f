package alipay_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
)

func at(t *testing.T, text string) time.Time {
	t.Helper()
	moment, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return moment
}

func TestParseTimestamp(t *testing.T) {
	t.Parallel()
	t.Run("reads GMT+8", func(t *testing.T) {
		t.Parallel()
		got, err := alipay.ParseTimestamp("2026-03-02 00:30:00")
		require.NoError(t, err)
		require.True(t, got.Equal(at(t, "2026-03-01T16:30:00Z")))
	})
	t.Run("reads milliseconds since the epoch", func(t *testing.T) {
		t.Parallel()
		got, err := alipay.ParseTimestamp("1607325603123")
		require.NoError(t, err)
		require.Equal(t, "2020-12-07 15:20:03", alipay.Stamp(got))
	})
	t.Run("reads a leap day", func(t *testing.T) {
		t.Parallel()
		_, err := alipay.ParseTimestamp("2024-02-29 12:00:00")
		require.NoError(t, err)
	})
	for why, text := range map[string]string{
		"nothing": "", "a day that the month lacks": "2026-02-30 12:00:00", "a leap day in a common year": "2026-02-29 12:00:00",
		"a thirteenth month": "2026-13-01 12:00:00", "an hour that no day has": "2026-03-02 24:00:00", "a leap second": "2016-12-31 23:59:60",
		"RFC 3339": "2026-03-02T12:00:00+08:00", "a date alone": "2026-03-02", "seconds since the epoch": "1607325603",
		"an hour of one digit": "2026-03-02 9:00:00", "a padded hour": "2026-03-02  9:00:00", "a fraction": "2026-03-02 09:00:00.5",
		"a comma fraction": "2026-03-02 09:00:00,5", "fourteen digits": "20260302120000", "full-width digits": "２０２６-03-02 12:00:00",
		"a negative number": "-160732560312", "blanks around": " 2026-03-02 12:00:00",
	} {
		t.Run("refuses "+why, func(t *testing.T) {
			t.Parallel()
			_, err := alipay.ParseTimestamp(text)
			require.Error(t, err, text)
		})
	}
}

func FuzzParseTimestamp(f *testing.F) {
	f.Add("2026-03-02 12:00:00")
	f.Add("1607325603123")
	f.Add("2026-02-30 12:00:00")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := alipay.ParseTimestamp(text)
		if err != nil {
			return
		}
		if len(text) != 13 {
			require.Equal(t, text, alipay.Stamp(got))
		}
	})
}

func TestDuration(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"0s": 0, "3m": 3 * time.Minute, "180d": 180 * alipay.Day, "1h30m": 90 * time.Minute, "500ms": 500 * time.Millisecond, "99999d": 99999 * alipay.Day,
	} {
		t.Run("reads "+text+" and writes it again", func(t *testing.T) {
			t.Parallel()
			got, err := alipay.ParseDuration(text)
			require.NoError(t, err)
			require.Equal(t, want, got)
			require.Equal(t, text, alipay.FormatDuration(got))
		})
	}
	for _, text := range []string{"", "d", "-1d", "1.5d", "-3m", "3", "3 m", "100000d", "1d-12h", "1d1d", "12h1d", "99999d999999h", "１d", "9999999999h"} {
		t.Run("refuses "+text, func(t *testing.T) {
			t.Parallel()
			_, err := alipay.ParseDuration(text)
			require.Error(t, err)
		})
	}
	t.Run("reads days with hours and minutes behind", func(t *testing.T) {
		t.Parallel()
		got, err := alipay.ParseDuration("1d2h3m")
		require.NoError(t, err)
		require.Equal(t, 26*time.Hour+3*time.Minute, got)
	})
	t.Run("writes whole hours as days only where nothing is left", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, "1d", alipay.FormatDuration(24*time.Hour))
		require.Equal(t, "25h", alipay.FormatDuration(25*time.Hour))
		require.Equal(t, "1h0m5s", alipay.FormatDuration(time.Hour+5*time.Second))
	})
}

func FuzzParseDuration(f *testing.F) {
	f.Add("180d")
	f.Add("1h30m")
	f.Add("-1s")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := alipay.ParseDuration(text)
		if err != nil {
			return
		}
		require.GreaterOrEqual(t, d, time.Duration(0))
		again, err := alipay.ParseDuration(alipay.FormatDuration(d))
		require.NoError(t, err)
		require.Equal(t, d, again)
	})
}

func TestParseClockTime(t *testing.T) {
	t.Parallel()
	got, err := alipay.ParseClockTime("23:05")
	require.NoError(t, err)
	require.Equal(t, 23*time.Hour+5*time.Minute, got)
	for _, text := range []string{"", "24:00", "23:60", "23", "23:00:00", "11 pm"} {
		_, err := alipay.ParseClockTime(text)
		require.Error(t, err, text)
	}
}

func TestDaysOfGMT8(t *testing.T) {
	t.Parallel()
	lastSecond, midnight := at(t, "2026-03-02T15:59:59Z"), at(t, "2026-03-02T16:00:00Z")
	require.False(t, alipay.SameDay(lastSecond, midnight))
	require.True(t, alipay.SameDay(midnight, midnight.Add(alipay.Day-1)))
	require.True(t, alipay.StartOfDay(midnight).Equal(midnight))
	require.Equal(t, "2026-03-03 00:00:00", alipay.Stamp(midnight))
	require.Equal(t, "20260302235959", alipay.Compact(lastSecond))
	require.Equal(t, "20260303", alipay.Date(midnight))
}
