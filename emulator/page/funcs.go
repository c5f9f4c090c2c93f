package page

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"localipay/emulator/alipay"
)

// funcs are the functions of all templates.
func (s *Set) funcs(lang Lang) template.FuncMap {
	return template.FuncMap{
		"t": func(id string, args ...any) (string, error) { return s.texts.In(lang, id, args...) },
		"tk": func(prefix string, rest any, args ...any) (string, error) {
			return s.texts.In(lang, prefix+fmt.Sprint(rest), args...)
		},
		"has":   func(prefix string, rest any) bool { _, ok := s.texts[prefix+fmt.Sprint(rest)]; return ok },
		"lang":  func() string { return string(lang) },
		"asset": urlOf(s.assets),
		"stamp": stamp,
		"iso":   func(t time.Time) string { return alipay.GMT8(t).Format(time.RFC3339) },
		"money": func(m alipay.Money, c alipay.Currency) string { return m.Format(c) + " " + string(c) },
		"join":  func(list []string, by string) string { return strings.Join(list, by) },
		"short": alipay.Shorten,
	}
}

// stamp is a time as people read it, GMT+8; none is a dash.
func stamp(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return alipay.Stamp(t)
}
