package page_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gorilla/mux"
	"github.com/stretchr/testify/require"

	"localipay/emulator/page"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func words() page.Texts {
	return page.Texts{"tea": {"Tea for %s", "%s 的茶"}, "kind.hot": {"hot", "熱"}, "done": {"Done: %s", "完成：%s"}}
}

func set(t *testing.T) *page.Set {
	t.Helper()
	s, err := page.New(fstest.MapFS{
		"templates/_all.html": file(`{{define "nav"}}<nav>{{.Where}}</nav>{{end}}`),
		"templates/tea.html":  file(`{{define "title"}}T{{end}}{{define "main"}}<h1>{{t "tea" .Who}}</h1>{{template "#cup" .}}{{end}}{{define "#cup"}}<p id="cup">{{tk "kind." "hot"}}</p>{{end}}`),
		"templates/bad.html":  file(`{{define "main"}}<h1>begun</h1>{{t "no such text"}}{{end}}`),
		"assets/own.css":      file("p { color: red }"),
	}, words(), nil)
	require.NoError(t, err)
	return s
}

func render(t *testing.T, name string, data any, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r, w := httptest.NewRequest(http.MethodGet, "/tea?cup=1&x=%22", nil), httptest.NewRecorder()
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	set(t).Render(w, r, http.StatusTeapot, name, data)
	return w
}

type guest struct{ Who, Where string }

func TestRender(t *testing.T) {
	t.Parallel()

	t.Run("writes a whole page with the status, kept to itself", func(t *testing.T) {
		t.Parallel()
		w := render(t, "tea", guest{"<script>alert(1)</script>", "here"})
		require.Equal(t, http.StatusTeapot, w.Code)
		body := w.Body.String()
		for _, part := range []string{
			`<html lang="en">`, "<title>T · localipay</title>", "Tea for &lt;script&gt;", `href="#main"`, "<header", "<nav>here</nav>",
			`<main id="main"`, `<p id="cup">hot</p>`, "Not Alipay’s software", `value="/tea?cup=1&amp;x=%22"`,
		} {
			require.Contains(t, body, part)
		}
		require.NotContains(t, body, "<script>")
		for name, part := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'", "X-Content-Type-Options": "nosniff",
			"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "Content-Type": "text/html",
		} {
			require.Contains(t, w.Header().Get(name), part)
		}
	})
	t.Run("has nothing in it that the policy would stop", func(t *testing.T) {
		t.Parallel()
		body := render(t, "tea", guest{}).Body.String()
		require.NotRegexp(t, regexp.MustCompile(`(?i)\son[a-z]+=|<style|\sstyle=|javascript:|//[a-z]+\.`), strings.ReplaceAll(body, `hx-on`, ""))
		require.Contains(t, body, `"allowEval":false`)
		require.Contains(t, body, `"includeIndicatorStyles":false`)
	})
	t.Run("gives htmx the part that it asks for, and the page where there is none", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, `<p id="cup">hot</p>`, render(t, "tea", guest{}, "HX-Request", "true", "HX-Target", "cup").Body.String())
		for _, other := range []string{"saucer", "", "layout", "main"} {
			require.Contains(t, render(t, "tea", guest{}, "HX-Request", "true", "HX-Target", other).Body.String(), "<!doctype html>")
		}
		require.Contains(t, render(t, "tea", guest{}, "HX-Target", "cup").Body.String(), "<!doctype html>")
	})
	t.Run("takes what stands around the page from elsewhere", func(t *testing.T) {
		t.Parallel()
		body := render(t, "tea", page.Framed{Around: guest{Where: "around"}, Page: guest{Who: "Ada"}}).Body.String()
		require.Contains(t, body, "<nav>around</nav>")
		require.Contains(t, body, "Tea for Ada")
	})
	t.Run("writes no half page", func(t *testing.T) {
		t.Parallel()
		w := render(t, "bad", guest{})
		require.Equal(t, http.StatusInternalServerError, w.Code)
		require.NotContains(t, w.Body.String(), "begun")
		require.Contains(t, w.Body.String(), "no such text")
		require.Equal(t, http.StatusInternalServerError, render(t, "none", guest{}).Code)
	})
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ sentence, accept, cookie, want string }{
		{"nothing said is English", "", "", "en"},
		{"a browser of Hong Kong gets Chinese", "zh-HK,zh;q=0.9,en;q=0.8", "", "zh-Hant-HK"},
		{"who likes English better gets that", "en-GB, zh;q=0.9", "", "en"},
		{"who likes Chinese better gets that", "en;q=0.5, zh-TW", "", "zh-Hant-HK"},
		{"what nobody here speaks is English", "fr, de;q=0.7", "", "en"},
		{"what is liked at all counts", "fr, zh;q=0.1", "", "zh-Hant-HK"},
		{"the choice beats the browser", "zh-HK", "en", "en"},
		{"a choice of nothing known does not", "zh-HK", "<script>", "zh-Hant-HK"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			t.Parallel()
			headers := []string{"Accept-Language", c.accept}
			if c.cookie != "" {
				headers = append(headers, "Cookie", "lang="+c.cookie)
			}
			require.Contains(t, render(t, "tea", guest{}, headers...).Body.String(), `<html lang="`+c.want+`">`)
		})
	}
	t.Run("Chinese texts have their arguments too", func(t *testing.T) {
		t.Parallel()
		require.Contains(t, render(t, "tea", guest{Who: "陳"}, "Accept-Language", "zh").Body.String(), "陳 的茶")
	})
}

func router(t *testing.T) http.Handler {
	t.Helper()
	r := mux.NewRouter()
	page.Register(r, set(t))
	return r
}

func TestChoosingALanguage(t *testing.T) {
	t.Parallel()
	choose := func(lang, back string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, "/_lang", strings.NewReader(url.Values{"lang": {lang}, "return": {back}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		router(t).ServeHTTP(w, r)
		return w
	}
	t.Run("is kept, and leads back", func(t *testing.T) {
		t.Parallel()
		w := choose("zh-Hant-HK", "/tea?x=1")
		require.Equal(t, http.StatusSeeOther, w.Code)
		require.Equal(t, "/tea?x=1", w.Header().Get("Location"))
		require.Contains(t, w.Header().Get("Set-Cookie"), "lang=zh-Hant-HK")
		require.Contains(t, w.Header().Get("Set-Cookie"), "HttpOnly")
	})
	t.Run("never leads to another host", func(t *testing.T) {
		t.Parallel()
		for _, path := range []string{"//evil.example", `/\evil.example`, "https://evil.example", "evil", "", "/a\r\nX: y", "/\t/evil.example"} {
			require.Equal(t, "/", choose("en", path).Header().Get("Location"), "%q", path)
		}
	})
	t.Run("knows two languages", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, http.StatusBadRequest, choose("fr", "/").Code)
	})
}

func TestAssets(t *testing.T) {
	t.Parallel()
	body := render(t, "tea", guest{}).Body.String()
	urls := regexp.MustCompile(`/_static/[^"]+`).FindAllString(body, -1)
	for _, name := range []string{"base.", "own.", "htmx.min.", "idiomorph-ext.min.", "live.", "icon."} {
		require.Contains(t, strings.Join(urls, " "), "/_static/"+name)
	}
	for _, u := range urls {
		w := httptest.NewRecorder()
		router(t).ServeHTTP(w, httptest.NewRequest(http.MethodGet, u, nil))
		require.Equal(t, http.StatusOK, w.Code, u)
		require.Contains(t, w.Header().Get("Cache-Control"), "immutable")
		require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
		require.NotEmpty(t, w.Header().Get("Content-Type"))
	}
	for _, u := range []string{"/_static/", "/_static/live.js", "/_static/live.000000000000.js", "/_static/../page.go"} {
		w := httptest.NewRecorder()
		router(t).ServeHTTP(w, httptest.NewRequest(http.MethodGet, u, nil))
		require.NotEqual(t, http.StatusOK, w.Code, u)
	}
}

func TestNotes(t *testing.T) {
	t.Parallel()
	after := func(t *testing.T, note page.Note) (cookie string) {
		t.Helper()
		w := httptest.NewRecorder()
		page.Back(w, httptest.NewRequest(http.MethodPost, "/tea", nil), "/tea", note)
		require.Equal(t, http.StatusSeeOther, w.Code)
		cookie, _, _ = strings.Cut(w.Header().Get("Set-Cookie"), ";")
		return cookie
	}
	t.Run("are shown once, in the reader's language", func(t *testing.T) {
		t.Parallel()
		cookie := after(t, page.Done("done", "<script>"))
		w := render(t, "tea", guest{}, "Cookie", cookie, "Accept-Language", "zh")
		require.Contains(t, w.Body.String(), "完成：&lt;script&gt;")
		require.Contains(t, w.Header().Get("Set-Cookie"), "note=; Path=/; Max-Age=0")
	})
	t.Run("of what went wrong are an alert", func(t *testing.T) {
		t.Parallel()
		body := render(t, "tea", guest{}, "Cookie", after(t, page.Failed("too late"))).Body.String()
		require.Regexp(t, `role="alert"[^>]*><span>too late`, body)
	})
	t.Run("come beside a part", func(t *testing.T) {
		t.Parallel()
		body := render(t, "tea", guest{}, "Cookie", after(t, page.Done("done", "x")), "HX-Request", "true", "HX-Target", "cup").Body.String()
		require.Contains(t, body, `<p id="cup">`)
		require.Regexp(t, `id="note"[^>]*hx-swap-oob="innerHTML"`, body)
	})
	t.Run("of somebody else are not shown", func(t *testing.T) {
		t.Parallel()
		for _, cookie := range []string{"note=x", "note=", "note=e30", after(t, page.Done("unknown"))} {
			require.NotContains(t, render(t, "tea", guest{}, "Cookie", cookie).Body.String(), "callout")
		}
	})
	t.Run("fit into a cookie", func(t *testing.T) {
		t.Parallel()
		require.Less(t, len(after(t, page.Failed(strings.Repeat("錯", 100_000)))), 4000)
		require.Less(t, len(after(t, page.Done("done", strings.Repeat("錯", 100_000), strings.Repeat("x", 100_000)))), 4000)
	})
}

func TestCheck(t *testing.T) {
	t.Parallel()
	sources := fstest.MapFS{
		"a.html":     file(`{{t "one"}} {{t "two" 1}} {{tk "kind." .}} {{t "page.skip"}}`),
		"a.go":       file(`say("three")`),
		"texts_a.go": file(`"four"`),
		"a_test.go":  file(`"four"`),
	}
	require.Empty(t, page.Check(sources, page.Texts{"one": {"a", "b"}, "two": {"%d", "%d"}, "three": {"a", "b"}, "kind.x": {"a", "b"}}))
	wrong := strings.Join(page.Check(sources, page.Texts{"one": {"a", ""}, "two": {"%d", "x"}, "four": {"a", "b"}}), "\n")
	require.Contains(t, wrong, "one: it lacks a language")
	require.Contains(t, wrong, "two: the languages take different arguments")
	require.Contains(t, wrong, "four: nothing asks for it")
	require.Contains(t, strings.Join(page.Check(sources, page.Texts{"one": {"a", "b"}}), "\n"), "two: a template asks for it")
	require.Panics(t, func() { page.Join(words(), words()) })
}

func TestOwnTexts(t *testing.T) {
	t.Parallel()
	require.Empty(t, page.Check(os.DirFS("."), page.Texts{}))
}
