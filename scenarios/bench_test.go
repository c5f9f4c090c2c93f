package scenarios_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/scenarios"
)

// benchmarkPlay plays a list of scenarios against an emulator of its own, once
// per round.
func benchmarkPlay(b *testing.B, list []*scenarios.Scenario) {
	b.Helper()
	e, err := emulator.New(emulator.Options{Listen: "127.0.0.1:0"})
	require.NoError(b, err)
	defer func() { _ = e.Close() }()
	for b.Loop() {
		results, err := scenarios.Run(b.Context(), list, scenarios.Options{URL: e.URL(), Own: true}, silent{})
		require.NoError(b, err)
		for _, r := range results {
			require.Nil(b, r.Failure, r.Scenario.Name)
		}
	}
	b.ReportMetric(float64(len(list))*float64(b.N)/b.Elapsed().Seconds(), "scenarios/s")
}

// BenchmarkLibrary plays all bundled stories.
func BenchmarkLibrary(b *testing.B) {
	list, err := scenarios.Load([]string{"."}, nil)
	require.NoError(b, err)
	benchmarkPlay(b, list)
}

// BenchmarkThousand plays the specification's example a thousand times.
func BenchmarkThousand(b *testing.B) {
	text := strings.Repeat(example+"\n---\n", 1000)
	list, err := scenarios.Parse("thousand.yaml", []byte(text), nil)
	require.NoError(b, err)
	benchmarkPlay(b, list)
}

// BenchmarkBareCall is one HTTP exchange on a connection of its own, as the
// runner makes about ten for each scenario.
func BenchmarkBareCall(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for b.Loop() {
		resp, err := client.Get(server.URL)
		require.NoError(b, err)
		_ = resp.Body.Close()
	}
}
