package console

import (
	"net/url"
	"strings"
)

// contains tells whether one of some texts holds what was searched for, in any
// letter case.
func contains(wanted string, in ...string) bool {
	wanted = strings.ToLower(wanted)
	for _, text := range in {
		if strings.Contains(strings.ToLower(text), wanted) {
			return true
		}
	}
	return false
}

// link is an address with a query of pairs; empty values are left out.
func link(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}
