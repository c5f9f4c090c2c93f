package page_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/page"
)

func FuzzLocal(f *testing.F) {
	for _, seed := range []string{"/", "/a?b=c#d", "//evil.example", `/\evil.example`, "/\t/evil.example", "https://evil.example", "/..//evil.example", "/%2F/evil.example"} {
		f.Add(seed)
	}
	here, _ := url.Parse("http://localhost/console/login")
	f.Fuzz(func(t *testing.T, path string) {
		local := page.Local(path)
		to, err := here.Parse(local)
		if err != nil {
			return // no browser follows it
		}
		require.Equal(t, "localhost", to.Host, "%q", local)
		require.Equal(t, "http", to.Scheme)
	})
}

func FuzzHeaders(f *testing.F) {
	f.Add("zh-HK,zh;q=0.9", "note=e30; lang=en", "cup")
	f.Add("en;q=x,;;,-", `note=eyJpIjoiZG9uZSIsImEiOlsiPGI+Il19; lang="`, "#")
	f.Fuzz(func(t *testing.T, accept, cookie, target string) {
		r, w := httptest.NewRequest(http.MethodGet, "/", nil), httptest.NewRecorder()
		r.Header.Set("Accept-Language", accept)
		r.Header.Set("Cookie", cookie)
		r.Header.Set("HX-Request", "true")
		r.Header.Set("HX-Target", target)
		set(t).Render(w, r, http.StatusOK, "tea", guest{})
		require.Equal(t, http.StatusOK, w.Code, w.Body.String())
		require.False(t, strings.Contains(w.Body.String(), "<b>"))
	})
}
