package testcontainers_test

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/testcontainers"
)

// The demo's first merchant.
const (
	partner = "2088000000000001"
	md5Key  = "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y00"
)

// Where a test runs localipay.
const (
	process   = "in process"
	container = "in a container"
)

// launch starts localipay in one of the two places.
func launch(t *testing.T, where string, options ...testcontainers.Options) *testcontainers.Localipay {
	t.Helper()
	l := testcontainers.RunIn(t, at(where), options...)
	there(t, where, l.InContainer())
	return l
}

// at is the environment in which Run runs there. It forces nothing where CI may
// want to.
func at(where string) func(string) string {
	if where == process {
		return with("LOCALIPAY_TESTCONTAINERS", "process")
	}
	return os.Getenv
}

// there skips the test, aloud, where it would test the other place again.
func there(t *testing.T, where string, inContainer bool) {
	t.Helper()
	if where == container && !inContainer {
		t.Skip("NOT DONE: here it runs in process only, so nothing was tested in a container")
	}
	require.Equal(t, where == container, inContainer)
}

// with is the environment of this process with some variables set otherwise.
func with(pairs ...string) func(string) string {
	return func(name string) string {
		for pair := range slices.Chunk(pairs, 2) {
			if pair[0] == name {
				return pair[1]
			}
		}
		return os.Getenv(name)
	}
}

// recorder is a test that Run is given, as far as it sees one.
type recorder struct {
	cleanups []func()
	failed   string
	mu       sync.Mutex
	logged   []string
}

func (*recorder) Helper()                          {}
func (r *recorder) Cleanup(fn func())              { r.cleanups = append(r.cleanups, fn) }
func (r *recorder) Fatalf(format string, a ...any) { r.failed = fmt.Sprintf(format, a...) }
func (r *recorder) Logf(format string, a ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.logged = append(r.logged, fmt.Sprintf(format, a...))
}

// end is the end of that test.
func (r *recorder) end() {
	for len(r.cleanups) > 0 {
		last := len(r.cleanups) - 1
		fn := r.cleanups[last]
		r.cleanups = r.cleanups[:last]
		fn()
	}
}

func (r *recorder) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.logged, "\n")
}

// inContainer is for a test that has ended before there was anything to ask.
func (r *recorder) inContainer() bool { return strings.Contains(r.text(), ": in a container") }

// createCode is what the shop's own code does.
func createCode(gateway, notifyURL string) (qrcode, picture string, err error) {
	request := url.Values{
		"service": {"alipay.commerce.qrcode.create"}, "partner": {partner}, "_input_charset": {"UTF-8"},
		"biz_type": {"OVERSEASHOPQRCODE"}, "notify_url": {notifyURL},
		"biz_data": {`{"secondary_merchant_industry":"5812","secondary_merchant_id":"NOODLES",
			"secondary_merchant_name":"Noodle Shop","store_id":"1","store_name":"Noodle Shop, Central",
			"trans_currency":"HKD","currency":"HKD"}`},
	}
	resp, err := http.PostForm(gateway+"?_input_charset=UTF-8", signed(request)) // a GET that is not answered would be sent again
	if err != nil {
		return "", "", err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", "", err
	}
	found := regexp.MustCompile(`<qrcode>(.+)</qrcode><qrcode_img_url>(.+)</qrcode_img_url>`).FindSubmatch(answer)
	if found == nil {
		return "", "", fmt.Errorf("no code: %s", answer)
	}
	return string(found[1]), string(found[2]), nil
}

// signed adds the MD5 signature: name=value pairs sorted and joined, and the
// key behind them.
func signed(request url.Values) url.Values {
	var pairs []string
	for name := range request {
		pairs = append(pairs, name+"="+request.Get(name))
	}
	slices.Sort(pairs)
	sum := md5.Sum([]byte(strings.Join(pairs, "&") + md5Key))
	request.Set("sign", hex.EncodeToString(sum[:]))
	request.Set("sign_type", "MD5")
	return request
}
