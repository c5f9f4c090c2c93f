package gateway_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/clock"
)

// logged keeps the lines of a log.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

// diagnoses are those of the refused requests, in order.
func (l *logged) diagnoses(t *testing.T) (list []string) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.Lines(l.text.String()) {
		var row struct{ Msg, Diagnosis string }
		require.NoError(t, json.Unmarshal([]byte(line), &row))
		if row.Msg == "request refused" {
			list = append(list, row.Diagnosis)
		}
	}
	return list
}

// oneSecond is real time that does not pass until it is told to.
type oneSecond struct {
	clock.System
	mu  sync.Mutex
	now time.Time
}

func (s *oneSecond) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *oneSecond) pass() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(time.Second)
}

func TestTheLogTellsWhyASignatureFailed(t *testing.T) {
	t.Parallel()
	source := &oneSecond{now: time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)}
	log := &logged{}
	w := world{emulator.RunT(t, emulator.Options{Log: slog.New(slog.NewJSONHandler(log, nil)), Source: source})}
	s := w.shop(t)
	bad := func() { require.Equal(t, "ILLEGAL_SIGN", s.creating().forged("memo", "later").send(t).error) }

	s.creating().send(t)
	for range 6 {
		bad()
	}
	list := log.diagnoses(t)
	require.Len(t, list, 6)
	for _, text := range list[:5] {
		require.Equal(t, "memo was added after signing; put all parameters in place first, then sign.", text)
	}
	require.Contains(t, list[5], "too many a second to look at each; the journal tells it of "+s.partner+"-7")

	source.pass()
	bad()
	require.Contains(t, log.diagnoses(t)[6], "memo was added after signing", "a second later it looks again")
	require.Contains(t, s.list(t, "/requests")[1].(map[string]any)["diagnosis"].(map[string]any)["verdict"], "memo was added after signing",
		"the journal tells it of each")
	require.NotContains(t, log.text.String(), s.md5Key)
}

func TestADiagnosisKnowsTheOtherMerchants(t *testing.T) {
	t.Parallel()
	w := start(t)
	s, other := w.shop(t), w.shop(t, switches{"rsa_public_key": nil})
	sign := other.creating("partner", s.partner).final()["sign"]
	require.Equal(t, "ILLEGAL_SIGN", s.creating().forged("sign", sign).send(t).error)
	found := s.list(t, "/requests")[0].(map[string]any)["diagnosis"].(map[string]any)
	require.Equal(t, "key_of_another_merchant", found["cause"])
	require.Contains(t, found["verdict"], "the MD5 key of "+other.partner)
}
