package page

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

var (
	usedText   = regexp.MustCompile(`\bt "([^"]+)"`)
	usedPrefix = regexp.MustCompile(`\btk "([^"]+)"`)
	quoted     = regexp.MustCompile(`"([a-z_.]+)"`)
	verb       = regexp.MustCompile(`%(\[\d+\])?[a-z]`)
)

// Check holds a package's texts against its sources, for its test: what its
// templates ask for is there, each in both languages with the same arguments,
// and none is there that no template nor Go file names. It returns what is
// wrong. Files of texts themselves, texts*.go, and tests name nothing.
func Check(sources fs.FS, texts Texts) (wrong []string) {
	use := usage{named: map[string]bool{}, texts: texts}
	if err := fs.WalkDir(sources, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(sources, path)
		use.read(d.Name(), string(data))
		return err
	}); err != nil {
		wrong = append(wrong, err.Error())
	}
	frame := own()
	for id := range use.named {
		if _, known := frame[id]; !known && texts[id] == (Text{}) {
			wrong = append(wrong, fmt.Sprintf("%s: a template asks for it and it is not there", id))
		}
	}
	for id, text := range texts {
		if !use.of(id) {
			wrong = append(wrong, id+": nothing asks for it")
		}
		wrong = append(wrong, text.wrong(id)...)
	}
	slices.Sort(wrong)
	return wrong
}

// usage is which texts the sources name.
type usage struct {
	texts    Texts
	named    map[string]bool
	prefixes []string
}

func (u *usage) read(name, source string) {
	switch {
	case strings.HasSuffix(name, ".html"):
		for _, m := range usedText.FindAllStringSubmatch(source, -1) {
			u.named[m[1]] = true
		}
		for _, m := range usedPrefix.FindAllStringSubmatch(source, -1) {
			u.prefixes = append(u.prefixes, m[1])
		}
	case strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && !strings.HasPrefix(name, "texts"):
		for _, m := range quoted.FindAllStringSubmatch(source, -1) {
			if _, ok := u.texts[m[1]]; ok {
				u.named[m[1]] = true
			}
			if strings.HasSuffix(m[1], ".") {
				u.prefixes = append(u.prefixes, m[1])
			}
		}
	}
}

func (u *usage) of(id string) bool {
	return u.named[id] || slices.ContainsFunc(u.prefixes, func(p string) bool { return strings.HasPrefix(id, p) })
}

func (t Text) wrong(id string) (wrong []string) {
	if strings.TrimSpace(t[0]) == "" || strings.TrimSpace(t[1]) == "" {
		wrong = append(wrong, id+": it lacks a language")
	}
	if len(verb.FindAllString(t[0], -1)) != len(verb.FindAllString(t[1], -1)) {
		wrong = append(wrong, id+": the languages take different arguments")
	}
	return wrong
}
