package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/mux"
)

//go:embed assets templates
var files embed.FS

// static is where assets stand; their names hold a hash of what they are, so
// that browsers may keep them for ever.
const static = "/_static/"

type asset struct {
	name string // as in the folder
	url  string
	data []byte
}

// readAssets reads the folder assets, which need not be there.
func readAssets(from fs.FS) (list []asset, err error) {
	names, err := fs.Glob(from, "assets/*")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		ext, base := path.Ext(name), path.Base(name)
		url := static + strings.TrimSuffix(base, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		list = append(list, asset{base, url, data})
	}
	return list, nil
}

// inOrder are the addresses of all assets of a kind. The frame's come first;
// htmx comes before what extends it.
func inOrder(list []asset, ext string) (urls []string) {
	for _, a := range list {
		if path.Ext(a.name) == ext {
			urls = append(urls, a.url)
		}
	}
	return urls
}

// urlOf is the function asset of templates.
func urlOf(list []asset) func(string) (string, error) {
	return func(name string) (string, error) {
		i := slices.IndexFunc(list, func(a asset) bool { return a.name == name })
		if i < 0 {
			return "", fmt.Errorf("there is no asset %q", name)
		}
		return list[i].url, nil
	}
}

// Register adds to a router what sets of pages share: their assets and the
// choice of a language.
func Register(router *mux.Router, sets ...*Set) {
	all := map[string]asset{}
	for _, s := range sets {
		for _, a := range s.assets {
			all[a.url] = a
		}
	}
	router.PathPrefix(static).Methods(http.MethodGet).HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := all[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(a.name)))
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.data))
	})
	router.HandleFunc("/_lang", chooseLang).Methods(http.MethodPost)
}
