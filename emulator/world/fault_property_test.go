package world_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"localipay/emulator/fault"
	"localipay/emulator/ledger"
	"localipay/emulator/store"
)

// TestPropertiesUnderFaults plays random stories in which rules come and go.
// The books add up all the same, nothing of the story hangs, and once the rules
// are gone no notification is left behind.
func TestPropertiesUnderFaults(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		s := story{seed: 1, mood: rapid.Uint32().Draw(r, "mood"), steps: rapid.SliceOfN(rapid.Custom(drawFaultyStep), 1, 40).Draw(r, "steps")}
		s.then = func(on *stage) {
			for _, w := range on.cast {
				require.NoError(r, w.Ledger.Update(nil, func(tx *ledger.Tx) error {
					tx.ClearFaults()
					return nil
				}))
				w.Settle(r.Context(), nil)
				w.Ledger.View(func(rows store.Reader) {
					for d := range rows.DueNext(store.Held) {
						require.Fail(r, "left behind", "%+v", d)
					}
				})
			}
		}
		s.play(r, true)
	})
}

func drawFaultyStep(r *rapid.T) step {
	s := drawStep(r)
	if op := rapid.SampledFrom([]string{"rule", "rule", "no rules", "", "", ""}).Draw(r, "fault"); op != "" {
		s.Op = op
	}
	return s
}

func troubles() []fault.Do {
	return []fault.Do{
		{Kind: "hold"},
		{Kind: "hold"},
		{Kind: "delay", Word: "10m", Span: 600e9},
		{Kind: "lose", Word: "true"},
		{Kind: "lose", Word: "ack"},
		{Kind: "duplicate", Times: 3, Together: true},
		{Kind: "corrupt", Word: "amount"},
	}
}

// changeRules does one operation of a story that is about rules, and tells
// whether it was one.
func changeRules(tx *ledger.Tx, s step) bool {
	switch s.Op {
	case "rule":
		tx.AddFault(fault.Rule{
			Target: fault.TargetNotification, Times: s.Row, After: s.Amount % 3, Probability: []float64{0.5, 1}[s.Amount%2], Do: pick(troubles(), s.Amount),
		})
	case "no rules":
		tx.ClearFaults()
	default:
		return false
	}
	return true
}
