package alipay_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
)

const partner = "2088000000000001"

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	when, err := alipay.ParseTimestamp(text)
	require.NoError(t, err)
	return when
}

func fileOf(t *testing.T, name string) alipay.File {
	t.Helper()
	f, ok := alipay.ParseFileName(partner + "_" + name + ".txt")
	require.True(t, ok, name)
	return f
}

func TestSettlementDay(t *testing.T) {
	t.Parallel()
	for happened, settled := range map[string]string{
		"2026-03-02 00:00:00": "20260302", "2026-03-05 23:59:59": "20260305", // Monday, Thursday
		"2026-03-06 00:00:00": "20260309", "2026-03-07 12:00:00": "20260309", "2026-03-08 23:59:59": "20260309",
		"2026-12-31 10:00:00": "20261231", "2027-01-01 10:00:00": "20270104",
	} {
		require.Equal(t, settled, alipay.Date(alipay.SettlementDay(moment(t, happened))), happened)
	}
	require.Equal(t, "20260302", alipay.Date(alipay.SettlementDay(time.Date(2026, 3, 1, 16, 0, 0, 0, time.UTC))), "it is GMT+8 that counts")
}

func TestFiles(t *testing.T) {
	t.Parallel()
	t.Run("hold their day, a Monday's settlement also the days before", func(t *testing.T) {
		t.Parallel()
		for name, span := range map[string][2]string{
			"transaction_20260307": {"2026-03-07 00:00:00", "2026-03-08 00:00:00"},
			"transaction_20260309": {"2026-03-09 00:00:00", "2026-03-10 00:00:00"},
			"settlement_20260309":  {"2026-03-06 00:00:00", "2026-03-10 00:00:00"},
			"settlement_20260310":  {"2026-03-10 00:00:00", "2026-03-11 00:00:00"},
		} {
			from, to := fileOf(t, name).Span()
			require.Equal(t, span, [2]string{alipay.Stamp(from), alipay.Stamp(to)}, name)
		}
	})
	t.Run("share each moment of a year among themselves: one of each kind has it", func(t *testing.T) {
		t.Parallel()
		for when := moment(t, "2026-01-01 00:00:00"); when.Year() == 2026; when = when.Add(7 * time.Hour) {
			for _, f := range alipay.FilesOf(partner, when) {
				from, to := f.Span()
				require.True(t, f.Possible() && !when.Before(from) && when.Before(to), "%s has not %s", f.Name(), when)
				next := f
				for next.Day = f.Day.Add(alipay.Day); !next.Possible(); next.Day = next.Day.Add(alipay.Day) {
				}
				begins, _ := next.Span()
				require.Equal(t, to, begins, "%s and %s leave no gap", f.Name(), next.Name())
			}
		}
	})
	t.Run("are there from nine the next morning, for seven days", func(t *testing.T) {
		t.Parallel()
		f := fileOf(t, "settlement_20260309")
		for when, there := range map[string]bool{
			"2026-03-10 08:59:59": false, "2026-03-10 09:00:00": true, "2026-03-17 08:59:59": true, "2026-03-17 09:00:00": false,
		} {
			require.Equal(t, there, f.ThereAt(moment(t, when)), when)
		}
	})
	t.Run("are listed newest first", func(t *testing.T) {
		t.Parallel()
		names := func(when string) (list []string) {
			for _, f := range alipay.FilesThereAt(partner, moment(t, when)) {
				list = append(list, strings.TrimSuffix(strings.TrimPrefix(f.Name(), partner+"_"), ".txt"))
			}
			return list
		}
		require.Equal(t, []string{
			"settlement_20260309", "transaction_20260309", "transaction_20260308", "transaction_20260307", "transaction_20260306",
			"settlement_20260305", "transaction_20260305", "settlement_20260304", "transaction_20260304", "settlement_20260303", "transaction_20260303",
		}, names("2026-03-10 09:00:00"))
		require.Equal(t, []string{
			"transaction_20260308", "transaction_20260307", "transaction_20260306", "settlement_20260305", "transaction_20260305",
			"settlement_20260304", "transaction_20260304", "settlement_20260303", "transaction_20260303", "settlement_20260302", "transaction_20260302",
		}, names("2026-03-10 08:59:59"))
	})
	t.Run("have the columns of the documents", func(t *testing.T) {
		t.Parallel()
		require.Len(t, alipay.TransactionFile.Columns(), 17)
		require.Len(t, alipay.SettlementFile.Columns(), 20)
	})
}

func FuzzParseFileName(f *testing.F) {
	for _, name := range []string{
		partner + "_transaction_20260302.txt", partner + "_settlement_20260309.txt", partner + "_transaction_20260231.txt",
		"../" + partner + "_settlement_20260309.txt", partner + "_fptrade_20260302.csv", "",
	} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if file, ok := alipay.ParseFileName(name); ok {
			require.Equal(t, name, file.Name(), "what is read is what was written, and nothing else")
		}
	})
}
