package world_test

import (
	"hash/fnv"
	"log/slog"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
	"localipay/emulator/ledger"
	"localipay/emulator/world"
)

// TestProperties plays random stories in three worlds at once. After each step
// the books add up and only the world that was touched has changed; and the same
// seed and story always end in the same rows, byte by byte.
func TestProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		s := story{
			seed: rapid.Int64Range(1, 3).Draw(r, "seed"), mood: rapid.Uint32().Draw(r, "mood"),
			steps: rapid.SliceOfN(rapid.Custom(drawStep), 1, 40).Draw(r, "steps"),
		}
		first := s.play(r, true)
		require.Equal(r, first, s.play(r, false), "the same story ends the same")
	})
}

// story is all that a run follows from.
type story struct {
	seed  int64
	mood  uint32 // of the shops: which sends they acknowledge
	steps []step
	after func(*stage, step) // what else is looked at after each step, or nil
	then  func(*stage)       // and at the end
}

// step is one operation. Which row it is about is a number that counts round
// the rows that there are.
type step struct {
	World  int
	Op     string
	Row    int
	Amount int
	Flag   bool
}

func drawStep(r *rapid.T) step {
	return step{
		World: rapid.IntRange(0, 2).Draw(r, "world"), Op: rapid.SampledFrom(operations()).Draw(r, "op"),
		Row: rapid.IntRange(0, 5).Draw(r, "row"), Amount: rapid.IntRange(1, 6000).Draw(r, "amount"), Flag: rapid.Bool().Draw(r, "flag"),
	}
}

// stage is where a story is played.
type stage struct {
	worlds *world.Worlds
	cast   []*world.World
}

func (s story) stage() *stage {
	shops := &shop{answer: func(d ledger.Delivery) bool {
		h := fnv.New32a()
		_, _ = h.Write([]byte(d.Notification.ID + strconv.Itoa(d.Notification.Rung)))
		return (h.Sum32()^s.mood)%4 == 0
	}}
	made := []world.Made{
		merchant(noodles, func(m *alipay.Merchant) { m.FeeRate = 1_200_000 }), // without limit
		merchant(tea, func(m *alipay.Merchant) {
			m.HasBalance, m.Balance, m.FeeRate, m.RefundReturnsFee = true, 50_00, 1_250_000, true
		}),
		merchant("2088000000000003", func(m *alipay.Merchant) { m.HasBalance, m.RefundPeriod = true, 3*alipay.Day }),
	}
	all := world.New(world.Config{
		Seed: s.seed, Source: newManual(), Start: noon, Frozen: s.mood%2 == 0, PublicURL: func() string { return "http://localhost/" },
		Sender: shops, Log: slog.New(slog.DiscardHandler), Hub: world.NewHub(), Count: func(string) {},
	}, made, buyers())
	return &stage{all, all.All()}
}

// play plays the story and gives all rows at its end.
func (s story) play(r *rapid.T, check bool) (end []string) {
	on := s.stage()
	defer on.worlds.Close()
	before := on.books(r)
	for _, step := range s.steps {
		on.perform(r, step)
		on.cast[step.World].Settle(r.Context(), nil)
		if s.after != nil {
			s.after(on, step)
		}
		if !check {
			continue
		}
		after := on.books(r)
		for i := range after {
			if i != step.World {
				require.Equal(r, before[i].text, after[i].text, "%+v showed in another world", step)
			}
		}
		after[step.World].addUp(r)
		if step.Op != "reset" && step.Op != "restore" {
			after[step.World].follows(r, before[step.World])
		}
		before = after
	}
	if s.then != nil {
		s.then(on)
	}
	for _, b := range on.books(r) {
		end = append(end, b.text)
	}
	return end
}

func (on *stage) perform(r *rapid.T, s step) {
	w := on.cast[s.World]
	switch s.Op {
	case "set clock":
		by := time.Duration(s.Row-2) * 11 * time.Hour // back too
		require.NoError(r, w.SetClock(w.Clock.Now().Add(by), []clock.Mode{"", clock.Running}[s.Row%2]))
	case "advance":
		_, err := w.Advance(by([]time.Duration{time.Second, 2 * time.Minute, 12 * time.Hour, alipay.Day, 4 * alipay.Day, 200 * alipay.Day}[s.Row]))
		require.NoError(r, err)
	case "snapshot":
		w.Snapshot("s")
	case "restore":
		w.Restore("s")
	case "reset":
		w.Reset()
	default:
		// A refusal is as good an outcome as any: it must change nothing wrongly.
		_ = w.Ledger.Update(nil, func(tx *ledger.Tx) error { return change(tx, s) })
	}
}

func operations() []string {
	return []string{
		"code", "modify", "status", "order", "pay", "order and pay", "order and pay", "order and pay",
		"refund", "refund", "refund", "refund", "cancel", "resend", "patch",
		"set clock", "advance", "advance", "snapshot", "restore", "reset",
	}
}
