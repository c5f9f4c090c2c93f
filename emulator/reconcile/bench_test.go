package reconcile_test

import (
	"bytes"
	"crypto/md5"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/reconcile"
)

// BenchmarkDay reads a day of 100,000 trades, beside the MD5 of as many bytes. emulator/BENCHMARKS.md tells how it is run and what it said.
func BenchmarkDay(b *testing.B) {
	rows, f := dayOf(b, 100_000)
	for _, kind := range []alipay.FileKind{alipay.TransactionFile, alipay.SettlementFile} {
		f.Kind = kind
		c, ok := reconcile.Open(rows, f)
		require.True(b, ok)
		b.Run(string(kind)+" opened and written", func(b *testing.B) {
			b.SetBytes(c.Size())
			idle, peak := heap(), heap()
			for b.Loop() {
				opened, _ := reconcile.Open(rows, f)
				_, err := opened.WriteTo(&gauge{peak: &peak})
				require.NoError(b, err)
			}
			b.ReportMetric(float64(peak-idle)/1e6, "MB-above-idle")
		})
		b.Run(string(kind)+" in pieces of 32 kB, as over SFTP", func(b *testing.B) {
			b.SetBytes(c.Size())
			p := make([]byte, 32<<10)
			for b.Loop() {
				for at := int64(0); at < c.Size(); at += int64(len(p)) {
					_, _ = c.ReadAt(p, at)
				}
			}
		})
	}
	b.Run("MD5 of a settlement file's bytes", func(b *testing.B) {
		var text bytes.Buffer
		c, _ := reconcile.Open(rows, f)
		_, err := c.WriteTo(&text)
		require.NoError(b, err)
		b.SetBytes(c.Size())
		for b.Loop() {
			md5.Sum(text.Bytes())
		}
	})
}

func heap() uint64 {
	runtime.GC()
	return allocated()
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// gauge looks at the heap now and then while it is written to.
type gauge struct {
	peak   *uint64
	writes int
}

func (g *gauge) Write(p []byte) (int, error) {
	if g.writes++; g.writes%50 == 0 {
		*g.peak = max(*g.peak, allocated())
	}
	return len(p), nil
}
