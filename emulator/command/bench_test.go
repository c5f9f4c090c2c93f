package command_test

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkStart measures the program from its start to its first answer,
// beside what any start of it costs, and reports what it then holds in memory
// (resident, as Linux counts it).
func BenchmarkStart(b *testing.B) {
	program := filepath.Join(b.TempDir(), "localipay")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", program, "localipay")
	out, err := build.CombinedOutput()
	require.NoError(b, err, string(out))
	b.Run("prints its version", func(b *testing.B) {
		for range b.N {
			require.NoError(b, exec.Command(program, "version").Run())
		}
	})
	b.Run("gives its first answer", func(b *testing.B) { firstAnswers(b, program) })
}

func firstAnswers(b *testing.B, program string) {
	b.Helper()
	for range b.N {
		server := exec.Command(program, "--listen=127.0.0.1:0")
		banner, err := server.StdoutPipe()
		require.NoError(b, err)
		require.NoError(b, server.Start())
		requireHealth(b, gatewayOf(b, bufio.NewScanner(banner)))
		b.StopTimer()
		b.ReportMetric(resident(b, server.Process.Pid), "resident-MB")
		_ = server.Process.Kill()
		_ = server.Wait()
		b.StartTimer()
	}
}

func gatewayOf(b *testing.B, banner *bufio.Scanner) string {
	b.Helper()
	for banner.Scan() {
		if _, address, ok := strings.Cut(banner.Text(), "gateway    "); ok {
			return address
		}
	}
	b.Fatal("the banner names no gateway")
	return ""
}

func requireHealth(b *testing.B, gateway string) {
	b.Helper()
	resp, err := http.Get(strings.TrimSuffix(gateway, "gateway.do") + "_admin/health")
	require.NoError(b, err)
	require.Equal(b, http.StatusOK, resp.StatusCode)
	require.NoError(b, resp.Body.Close())
}

func resident(b *testing.B, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	require.NoError(b, err, "resident memory is read from Linux's /proc")
	_, rest, ok := strings.Cut(string(status), "VmRSS:")
	require.True(b, ok)
	kB, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	require.NoError(b, err)
	return kB / 1024
}
