package scenarios

import (
	"maps"
	"slices"
)

// scope is what is defined where a step stands.
type scope struct {
	known     map[string]bool // names for ${…}
	snapshots map[string]bool
	rules     map[string]bool // names of fault rules
	together  bool            // inside a `together`
}

func newScope() *scope {
	return &scope{known: map[string]bool{}, snapshots: map[string]bool{}, rules: map[string]bool{}}
}

// inner is the scope of a block: what it defines is not yet known outside.
func (s *scope) inner() *scope {
	return &scope{maps.Clone(s.known), maps.Clone(s.snapshots), maps.Clone(s.rules), s.together}
}

// take makes known what a block has defined.
func (s *scope) take(inner *scope) {
	maps.Copy(s.known, inner.known)
	maps.Copy(s.snapshots, inner.snapshots)
	maps.Copy(s.rules, inner.rules)
}

func (s *scope) knows(name string) bool { return s.known[name] }

func (s *scope) names() []string { return slices.Sorted(maps.Keys(s.known)) }

// builtins are values that every scenario has, of the merchant that is in use.
func builtins() []string { return []string{"partner", "notify_url", "gateway_url", "md5_key"} }
