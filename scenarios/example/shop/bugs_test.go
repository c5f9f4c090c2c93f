package shop_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/scenarios/example/bugs"
)

// provocation is the simplest thing that shows a bug: what a shop shows after
// show is right without the bug's flag, and something else with it.
type provocation struct {
	bug     bugs.Bug
	name    string
	options []option
	show    func(w *world) string
	right   string
}

func TestEachBugShowsAndTheShopWithoutItIsRight(t *testing.T) {
	t.Parallel()
	all := append(append(trustProvocations(), refundProvocations()...), stateProvocations()...)
	for _, p := range all {
		t.Run(fmt.Sprintf("without %s: %s", p.bug, p.name), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, p.options...)
			require.Equal(t, p.right, p.show(w))
		})
		t.Run(fmt.Sprintf("with %s it is otherwise: %s", p.bug, p.name), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, append(p.options, with(p.bug))...)
			shown := p.show(w)
			require.NotEqual(t, p.right, shown)
			t.Logf("%s shows %q instead of %q", p.bug, shown, p.right)
		})
	}
	shown := map[bugs.Bug]bool{}
	for _, p := range all {
		shown[p.bug] = true
	}
	for _, row := range bugs.Table() {
		require.True(t, shown[row.Bug], "bug %d, %s, has no provocation", row.Number, row.Bug)
	}
}
