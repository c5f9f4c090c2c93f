package browser_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// patience bounds a whole test: a page that never shows what it should must not
// hang the run.
const patience = 3 * time.Minute

// chromium finds the browser, or skips the test aloud.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("LOCALIPAY_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(cmp.Or(name, "chromium")); err == nil {
			return path
		}
	}
	const missing = "no Chromium here: the pages were NOT looked at; install Debian's package chromium, or name one in LOCALIPAY_CHROMIUM"
	if os.Getenv("LOCALIPAY_BROWSER") == "required" {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return ""
}

// screen is how somebody looks at a page.
type screen struct {
	name     string
	width    int64
	height   int64
	mobile   bool
	dark     bool
	language string
}

func phone(language string) screen {
	return screen{"phone", 390, 844, true, false, language}
}

func desktop(language string) screen {
	return screen{"desktop", 1280, 900, false, false, language}
}

// shared is one Chromium for all tests: to start one takes longer than most of them. It runs from the first
// use until TestMain ends it; each test has a profile of its own in it.
var shared struct {
	start sync.Once
	ctx   context.Context //nolint:containedctx // chromedp keeps the browser in it
	err   error
	stop  func()
}

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.stop != nil {
		shared.stop()
	}
	os.Exit(code)
}

// browser is that Chromium.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := chromium(t)
	shared.start.Do(func() {
		options := append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Flag("disable-dev-shm-usage", true))
		ctx, stopBrowser := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, _ = chromedp.NewContext(ctx)
		shared.ctx = ctx
		shared.stop = func() {
			_ = chromedp.Cancel(ctx) // ends the process, so that its folder can be removed
			stopBrowser()
		}
		late := time.AfterFunc(patience, stopBrowser)
		defer late.Stop()
		shared.err = chromedp.Do(ctx)
	})
	require.NoError(t, shared.err, "Chromium does not start")
	return shared.ctx
}

// tab is one browser tab of its own profile. What goes wrong in it is kept, and
// fails the test at its end.
type tab struct {
	t      *testing.T
	ctx    context.Context //nolint:containedctx // chromedp keeps the tab in it
	base   string
	screen screen

	mu    sync.Mutex
	wrong []string
}

// open opens a tab for one test. base is the emulator's address.
func open(t *testing.T, base string, s screen) *tab {
	t.Helper()
	ctx, stop := context.WithTimeout(browser(t), patience)
	t.Cleanup(stop)
	ctx, stopTab := chromedp.NewContext(ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(stopTab)
	b := &tab{t: t, ctx: ctx, base: strings.TrimSuffix(base, "/"), screen: s}
	require.NoError(t, chromedp.Listen(ctx, b.watch))
	b.dress()
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		require.Empty(t, b.wrong, "what the browser complained of")
	})
	return b
}

// dress gives the tab its size, its language and its shade.
func (b *tab) dress() {
	b.t.Helper()
	scheme := "light"
	if b.screen.dark {
		scheme = "dark"
	}
	size := []chromedp.EmulateViewportOption{}
	if b.screen.mobile {
		size = append(size, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	b.do(chromedp.EmulateViewport(b.screen.width, b.screen.height, size...))
	_, err := chromedp.Call(b.ctx, network.Enable, network.EnableParams{})
	require.NoError(b.t, err)
	_, err = chromedp.Call(b.ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{
		Headers: network.Headers{"Accept-Language": b.screen.language},
	})
	require.NoError(b.t, err)
	_, err = chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	require.NoError(b.t, err)
}

// watch keeps errors of the console, exceptions, and requests to anybody else.
func (b *tab) watch(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.complain("exception: %s", e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			b.complain("console: %v", e.Args)
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			b.complain("log: %s %v", e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err != nil || u.Scheme != "data" && !strings.HasPrefix(e.Request.URL, b.base+"/") {
			b.complain("request to another host: %s", e.Request.URL)
		}
	}
}

func (b *tab) complain(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wrong = append(b.wrong, fmt.Sprintf(format, args...))
}

// expected takes away complaints that a test has provoked: a refused form is an
// error of the network's for the browser.
func (b *tab) expected(part string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var rest []string
	for _, one := range b.wrong {
		if !strings.Contains(one, part) {
			rest = append(rest, one)
		}
	}
	b.wrong = rest
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	b.check(chromedp.Do(b.ctx, steps...))
}

func (b *tab) check(err error) {
	b.t.Helper()
	if err != nil {
		b.shoot("failed-" + strings.ReplaceAll(b.t.Name(), "/", "-"))
	}
	require.NoError(b.t, err)
}

// visit goes to a page of the emulator's.
func (b *tab) visit(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + path))
}

// until waits for a condition in JavaScript, over a change of page too.
func (b *tab) until(condition, what string) {
	b.t.Helper()
	for {
		met, err := chromedp.Run(b.ctx, chromedp.Poll[bool]("Boolean("+condition+")", chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(patience/6)))
		switch {
		case err == nil && met:
			return
		case b.ctx.Err() != nil || errors.Is(err, chromedp.ErrPollingTimeout):
			b.shoot("failed-" + strings.ReplaceAll(b.t.Name(), "/", "-"))
			require.FailNow(b.t, "the page never came to this: "+what, b.text())
		}
	}
}

// shows waits until a text stands on the page.
func (b *tab) shows(text string) {
	b.t.Helper()
	b.until(`document.body && document.body.innerText.includes(`+quote(text)+`)`, text)
}

// lacks tells that a text does not stand there.
func (b *tab) lacks(text string) {
	b.t.Helper()
	require.NotContains(b.t, b.text(), text)
}

func (b *tab) text() string {
	b.t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText`))
	require.NoError(b.t, err)
	return text
}

// click clicks the first visible button or link that says so.
func (b *tab) click(label string) {
	b.t.Helper()
	b.until(`(() => { const one = [...document.querySelectorAll('button, a, summary, input[type=submit]')]
		.find(e => (e.innerText || e.value || '').trim().includes(`+quote(label)+`) && e.getClientRects().length);
		if (one) one.click(); return one })()`, "a button "+label)
}

// fill types into the field of a name.
func (b *tab) fill(name, value string) {
	b.t.Helper()
	field := `[name="` + name + `"]`
	b.do(chromedp.WaitVisible(field), chromedp.Clear(field), chromedp.SendKeys(field, value))
}

// narrow tells that nothing is wider than the screen.
func (b *tab) narrow() {
	b.t.Helper()
	wide, err := chromedp.Run(b.ctx, chromedp.Evaluate[int64](`document.documentElement.scrollWidth`))
	require.NoError(b.t, err)
	require.LessOrEqual(b.t, wide, b.screen.width, "the page is wider than the screen")
}

// shoot keeps a picture of the whole page.
func (b *tab) shoot(name string) {
	b.t.Helper()
	folder := os.Getenv("LOCALIPAY_SCREENSHOTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Logf("no screenshot of %s: %v", name, err)
		return
	}
	shade := "light"
	if b.screen.dark {
		shade = "dark"
	}
	file := filepath.Join(folder, fmt.Sprintf("%s-%s-%s-%s.png", name, b.screen.name, shade, b.screen.language))
	require.NoError(b.t, os.WriteFile(file, picture, 0o644))
}

func quote(text string) string { return fmt.Sprintf("%q", text) }
