package command_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/command"
	"localipay/keys"
)

func TestTheBannerSaysWhatSomebodyNeeds(t *testing.T) {
	t.Parallel()
	t.Run("the demo's addresses and keys", func(t *testing.T) {
		t.Parallel()
		got := run(t, nil, "--listen", "127.0.0.1:0")
		require.Zero(t, got.code, got.err)
		require.Regexp(t, `gateway +http://127\.0\.0\.1:[1-9]\d*/gateway\.do\n`, got.out)
		require.Regexp(t, `console +http://127\.0\.0\.1:[1-9]\d*/\n`, got.out)
		require.Regexp(t, `wallet +http://127\.0\.0\.1:[1-9]\d*/wallet\n`, got.out)
		require.Regexp(t, `admin API +http://127\.0\.0\.1:[1-9]\d*/_admin/openapi\.json\n`, got.out)
		require.Regexp(t, `2088000000000001 +k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y00 +Harbour Noodle\n`, got.out)
		require.Contains(t, got.out, "Not Alipay's software")
	})
	t.Run("the public URL where there is one", func(t *testing.T) {
		t.Parallel()
		got := run(t, nil, "serve", "--listen=127.0.0.1:0", "--public-url=https://pay.example/base/")
		require.Contains(t, got.out, "https://pay.example/base/gateway.do\n")
	})
	t.Run("where files are over SFTP, and with which password", func(t *testing.T) {
		t.Parallel()
		got := run(t, nil, "--listen=127.0.0.1:0", "--sftp-listen=127.0.0.1:0")
		require.Regexp(t, `files +sftp://PARTNER@127\.0\.0\.1:[1-9]\d*/download/\n`, got.out)
		require.Regexp(t, `2088000000000001 +k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y00 +harbour-noodle-sftp +Harbour Noodle\n`, got.out)
		require.NotContains(t, run(t, nil, "--listen=127.0.0.1:0").out, "sftp")
		got = run(t, variables{"LOCALIPAY_LISTEN": "127.0.0.1:0", "LOCALIPAY_SFTP_LISTEN": "nonsense"})
		require.Equal(t, 1, got.code)
		require.Contains(t, got.err, "--sftp-listen")
	})
	t.Run("where HTTPS is, and what to trust", func(t *testing.T) {
		t.Parallel()
		https := variables{"LOCALIPAY_TLS_LISTEN": "127.0.0.1:0", "LOCALIPAY_TLS_HOST": "alipay, pay.shop.test"}
		folder := t.TempDir()
		got := run(t, https, "--listen=127.0.0.1:0", "--tls-dir", folder)
		require.Zero(t, got.code, got.err)
		require.Contains(t, got.out, "(trust "+filepath.Join(folder, "ca.pem")+")\n")
		got = run(t, https, "--listen=127.0.0.1:0")
		require.Zero(t, got.code, got.err)
		require.Regexp(t, `HTTPS +https://127\.0\.0\.1:[1-9]\d*/gateway\.do \(trust http://127\.0\.0\.1:[1-9]\d*/_admin/ca\.pem\)\n`, got.out)
		for _, flag := range []string{"--tls-host=a", "--tls-dir=/tmp"} {
			got = run(t, nil, "--listen=127.0.0.1:0", flag)
			require.Equal(t, 1, got.code)
			require.Contains(t, got.err, "there is no HTTPS; add --tls-listen")
		}
	})
	t.Run("how many more merchants there are", func(t *testing.T) {
		t.Parallel()
		file := write(t, "m.yaml", "generate: {merchants: 7}\n")
		require.Contains(t, run(t, nil, "--listen=127.0.0.1:0", "--fixtures", file).out, "and 2 more: http://127.0.0.1:")
	})
}

func TestMerchantsOfTheCommandLine(t *testing.T) {
	t.Parallel()
	pem, _ := keys.MerchantPublicPEM("2088000000000001")
	file := write(t, "shop.pem", pem)
	t.Run("come from repeated flags", func(t *testing.T) {
		t.Parallel()
		got := run(t, nil, "--listen=127.0.0.1:0", "--merchant=2088000000000101:one,two", "--merchant=2088000000000102:k:"+file)
		require.Zero(t, got.code, got.err)
		require.Regexp(t, `2088000000000101 +one,two `, got.out, "a comma may be part of a key")
		require.Regexp(t, `2088000000000102 +k `, got.out)
	})
	t.Run("take a demo merchant's place", func(t *testing.T) {
		t.Parallel()
		got := run(t, nil, "--listen=127.0.0.1:0", "--merchant=2088000000000001:mine")
		require.Zero(t, got.code, got.err)
		require.Regexp(t, `2088000000000001 +mine `, got.out)
		require.NotContains(t, got.out, "Harbour Noodle")
	})
	t.Run("but not that of a file's", func(t *testing.T) {
		t.Parallel()
		shops := write(t, "shops.yaml", "merchants:\n  - partner: \"2088000000000101\"\n")
		got := run(t, nil, "--listen=127.0.0.1:0", "--fixtures", shops, "--merchant=2088000000000101:mine")
		require.Equal(t, 1, got.code)
		require.Contains(t, got.err, "has this partner already")
	})
	t.Run("come from one variable with commas", func(t *testing.T) {
		t.Parallel()
		env := variables{
			"LOCALIPAY_LISTEN":   "127.0.0.1:0",
			"LOCALIPAY_MERCHANT": "2088000000000101:one, 2088000000000102:two:" + file + ",2088000000000103:three",
		}
		got := run(t, env)
		require.Zero(t, got.code, got.err)
		for _, row := range []string{`0101 +one `, `0102 +two `, `and 1 more`} {
			require.Regexp(t, row, got.out)
		}
	})
}

func TestABusyPortIsNamed(t *testing.T) {
	t.Parallel()
	busy, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = busy.Close() })
	got := run(t, nil, "--listen", busy.Addr().String())
	require.Equal(t, 1, got.code)
	require.Contains(t, got.err, "cannot listen on "+busy.Addr().String())
	require.Contains(t, got.err, "choose another with --listen")
}

func TestStateIsSavedOnExit(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "state.json")
	beside := file + ".part" // of another that is ending: it is being saved
	require.NoError(t, os.WriteFile(beside, []byte("{"), 0o600))
	require.Equal(t, 1, run(t, nil, "--listen=127.0.0.1:0", "--fixtures=/nowhere", "--state", file).code)
	require.FileExists(t, beside)
	require.Zero(t, run(t, nil, "--listen=127.0.0.1:0", "--state", file).code)
	require.FileExists(t, file)
	got := run(t, nil, "--listen=127.0.0.1:0", "--state", file)
	require.Zero(t, got.code, got.err)
	require.Contains(t, got.out, "Harbour Noodle")
}

// A file that Docker mounts cannot be renamed over.
func TestStateFileThatIsMounted(t *testing.T) {
	t.Parallel()
	const mounts = "36 35 98:0 /a /data/state.json rw,noatime - ext4 /dev/sda rw\n37 35 98:0 / /data rw - ext4 /dev/sda rw\n"
	require.True(t, command.IsMount(mounts, "/data/../data/state.json"))
	for _, other := range []string{"/data/state", "/data/state.json.part", "/a", "state.json"} {
		require.False(t, command.IsMount(mounts, other))
	}
}

func TestServeUntilItsContextEnds(t *testing.T) {
	t.Parallel()
	base, stop := serve(t)
	address := strings.TrimSuffix(strings.TrimPrefix(base, "http://"), "/")
	require.Zero(t, finish(t, nil, "healthcheck", base).code)
	require.Zero(t, finish(t, variables{"LOCALIPAY_LISTEN": address}, "healthcheck").code)
	require.Contains(t, read(t, base+"_admin/health"), `"status":"ok"`)

	require.Zero(t, stop())
	got := finish(t, nil, "healthcheck", base)
	require.Equal(t, 1, got.code)
	require.Contains(t, got.err, "no emulator is ready at http://127.0.0.1:")
}

func TestClocksStandStillWhereTheyStart(t *testing.T) {
	t.Parallel()
	for _, flag := range []struct{ text, mode string }{{"--frozen", "frozen"}, {"--frozen=false", "running"}} {
		base, stop := serve(t, "--clock=2026-03-02T12:00:00+08:00", flag.text)
		require.Contains(t, read(t, base+"/_admin/merchants/2088000000000001/clock"), `"mode":"`+flag.mode+`"`)
		require.Zero(t, stop())
	}
}

func TestFaultsOfAFile(t *testing.T) {
	t.Parallel()
	t.Run("are every merchant's from the start", func(t *testing.T) {
		t.Parallel()
		base, stop := serve(t, "--faults", write(t, "faults.yaml", "- {target: notify_verify, do: {http: 503}}\n"))
		for _, partner := range []string{"2088000000000001", "2088000000000003"} {
			require.Contains(t, read(t, base+"_admin/merchants/"+partner+"/faults"), `"target":"notify_verify","after":0,"times":1,"probability":1,"do":{"http":503}`)
		}
		require.Zero(t, stop())
	})
	t.Run("are refused with file and line", func(t *testing.T) {
		t.Parallel()
		got := run(t, nil, "--listen=127.0.0.1:0", "--faults", write(t, "faults.yaml", "- target: notification\n  do: {los: true}\n"))
		require.Equal(t, 1, got.code)
		require.Contains(t, got.err, `faults.yaml:2: fault: do: unknown word "los"; did you mean "lose"?`)
	})
	t.Run("must be there", func(t *testing.T) {
		t.Parallel()
		require.Contains(t, run(t, nil, "--listen=127.0.0.1:0", "--faults=missing.yaml").err, "--faults missing.yaml: there is no such file")
	})
}

// serve runs the emulator until stop, which gives the exit code.
func serve(t *testing.T, args ...string) (base string, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- command.Execute(ctx, command.Process{
			Args:   append([]string{"serve", "--listen=127.0.0.1:0", "--log-format=json"}, args...),
			Getenv: func(string) string { return "" }, Out: writer, Err: io.Discard,
		})
		_ = writer.Close()
	}()
	base = baseIn(t, reader)
	go func() { _, _ = io.Copy(io.Discard, reader) }() // nobody else reads the banner's rest
	return base, func() int { cancel(); return <-done }
}

// finish runs what ends by itself.
func finish(t *testing.T, env variables, args ...string) ended {
	t.Helper()
	return runIn(t.Context(), env, args...)
}

func baseIn(t *testing.T, banner io.Reader) string {
	t.Helper()
	text := make([]byte, 4<<10)
	n, err := banner.Read(text)
	require.NoError(t, err)
	found := regexp.MustCompile(`gateway +(http://\S+/)gateway\.do`).FindSubmatch(text[:n])
	require.NotNil(t, found, "%s", text[:n])
	return string(found[1])
}

func read(t *testing.T, url string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return string(body)
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}
