package page

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
)

// Set is a package's pages in both languages.
type Set struct {
	texts  Texts
	assets []asset
	pages  map[Lang]func() (map[string]*template.Template, error)
}

// New reads the folders templates and assets of a package. Templates are parsed
// when the first page of a language is looked at: in CI nobody looks at any, and
// parsing takes longer than all else that a start does.
func New(from fs.FS, texts Texts, funcs template.FuncMap) (*Set, error) {
	s := &Set{texts: Join(own(), texts), pages: map[Lang]func() (map[string]*template.Template, error){}}
	for _, folder := range []fs.FS{files, from} {
		list, err := readAssets(folder)
		if err != nil {
			return nil, err
		}
		s.assets = append(s.assets, list...)
	}
	for _, lang := range []Lang{English, Chinese} {
		s.pages[lang] = sync.OnceValues(func() (map[string]*template.Template, error) { return s.parse(from, lang, funcs) })
	}
	return s, nil
}

// parse reads all pages for a language: it is the function t that differs.
func (s *Set) parse(from fs.FS, lang Lang, funcs template.FuncMap) (map[string]*template.Template, error) {
	frame, err := template.New("").Funcs(s.funcs(lang)).Funcs(funcs).ParseFS(files, "templates/*.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(from, "templates/*.html")
	if err != nil {
		return nil, err
	}
	var own []string
	for _, name := range names {
		if !strings.HasPrefix(path.Base(name), "_") {
			own = append(own, name)
		} else if frame, err = frame.ParseFS(from, name); err != nil {
			return nil, err
		}
	}
	pages := map[string]*template.Template{}
	for _, name := range own {
		page, err := template.Must(frame.Clone()).ParseFS(from, name)
		if err != nil {
			return nil, err
		}
		pages[strings.TrimSuffix(path.Base(name), ".html")] = page
	}
	return pages, nil
}

// frame is what the layout shows around a page.
type frame struct {
	Data    any // of the page
	Around  any // of nav, crumbs, home and body-class
	Path    string
	Lang    Lang
	Styles  []string
	Scripts []string
	Note    string
	Bad     bool
}

// Framed is data of a page with other data for what stands around it: the
// blocks nav, crumbs, home and body-class.
type Framed struct{ Around, Page any }

// Render writes a page, or the part of it that htmx asks for. It is buffered:
// what fails is not half a page.
func (s *Set) Render(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	lang := LangOf(r)
	page, err := s.page(lang, name)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	f := frame{
		Data: data, Around: data, Path: r.URL.RequestURI(), Lang: lang,
		Styles: inOrder(s.assets, ".css"), Scripts: inOrder(s.assets, ".js"),
	}
	if framed, ok := data.(Framed); ok {
		f.Data, f.Around = framed.Page, framed.Around
	}
	if r.Method != http.MethodGet {
		f.Path = r.URL.Path
	}
	if note, waits := takeNote(w, r); waits {
		f.Note, f.Bad = note.text(s.texts, lang), note.Bad != ""
	}
	var out bytes.Buffer
	if err := f.write(&out, page, r); err != nil {
		http.Error(w, "this page could not be made: "+err.Error(), http.StatusInternalServerError)
		return
	}
	setHeaders(w.Header())
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes())
}

func (s *Set) page(lang Lang, name string) (*template.Template, error) {
	pages, err := s.pages[lang]()
	if err != nil {
		return nil, fmt.Errorf("the pages cannot be read: %w", err)
	}
	page, ok := pages[name]
	if !ok {
		return nil, fmt.Errorf("there is no page %s", name)
	}
	return page, nil
}

func (f frame) write(out *bytes.Buffer, page *template.Template, r *http.Request) error {
	if r.Header.Get("HX-Request") == "true" {
		if target := r.Header.Get("HX-Target"); target != "" {
			if part := page.Lookup("#" + target); part != nil {
				if err := part.Execute(out, f.Data); err != nil {
					return err
				}
				return page.ExecuteTemplate(out, "late-note", f)
			}
		}
	}
	if page.Lookup("main") == nil {
		return fmt.Errorf("it defines no block %q", "main")
	}
	return page.ExecuteTemplate(out, "layout", f)
}

// policy lets a page load from here alone, and run nothing that stands in it:
// whatever a merchant sends is text.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func setHeaders(h http.Header) {
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Vary", "Cookie, Accept-Language, HX-Request, HX-Target")
}
