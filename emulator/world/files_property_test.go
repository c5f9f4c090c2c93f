package world_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"localipay/emulator/alipay"
	"localipay/emulator/reconcile"
	"localipay/emulator/store"
	"localipay/emulator/world"
)

// TestFilesAddUp plays random stories and reads all files that they bring, as a
// merchant would: text, column by column. To the cent they come to what was
// captured, less what was refunded, less the fees; each payment, refund and
// cancel stands in one transaction file and one settlement file.
func TestFilesAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		steps := rapid.SliceOfN(rapid.Custom(drawStep), 1, 40).Draw(r, "steps")
		there := map[string]map[string]string{}
		s := story{seed: 1, mood: rapid.Uint32().Draw(r, "mood"), steps: steps}
		s.after = func(on *stage, step step) {
			w := on.cast[step.World]
			now := filesThere(r, w)
			if !goesBack(step) {
				for name, text := range there[w.Partner] {
					if still, ok := now[name]; ok {
						require.Equal(r, text, still, "%s has changed", name)
					}
				}
			}
			there[w.Partner] = now
		}
		s.then = func(on *stage) {
			for _, w := range on.cast {
				addsUp(r, w)
			}
		}
		s.play(r, false)
	})
}

// goesBack tells whether the clock may be put back to a day whose files are out.
func goesBack(s step) bool {
	return s.Op == "set clock" && s.Row < 2 || s.Op == "restore" || s.Op == "reset"
}

func filesThere(r *rapid.T, w *world.World) map[string]string {
	list := map[string]string{}
	for _, c := range w.Files() {
		list[c.File.Name()] = textOf(r, c)
		require.Equal(r, c.Size(), int64(len(list[c.File.Name()])), "what the shelf remembers is still right")
	}
	return list
}

func textOf(r *rapid.T, c *reconcile.Content) string {
	var out strings.Builder
	_, err := c.WriteTo(&out)
	require.NoError(r, err)
	return out.String()
}

// cents reads an amount without the emulator's own code.
func cents(r *rapid.T, text string) (n int64) {
	sign := int64(1)
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		text, sign = rest, -1
	}
	whole, fraction, ok := strings.Cut(text, ".")
	require.True(r, ok && len(fraction) == 2, "%q is no amount", text)
	for _, digit := range whole + fraction {
		n = n*10 + int64(digit-'0')
	}
	return n * sign
}

// told is what all files of a kind, whenever they come, say together.
type told struct {
	rows        map[string]int // Transaction_type or Type, and id → how often
	settlement  int64
	amount, fee int64
}

func readAll(r *rapid.T, w *world.World, kind alipay.FileKind) told {
	all := told{rows: map[string]int{}}
	for _, day := range daysOf(w) {
		f := alipay.File{Partner: w.Partner, Kind: kind, Day: day}
		w.Ledger.View(func(rows store.Reader) {
			if c, ok := reconcile.Open(rows, f); ok {
				all.read(r, kind, textOf(r, c))
			}
		})
	}
	return all
}

// daysOf are all days on which anything happened, and those on which it is settled.
func daysOf(w *world.World) (list []time.Time) {
	seen := map[time.Time]bool{}
	for _, e := range rows(w).Entries {
		for _, day := range []time.Time{alipay.StartOfDay(e.At), alipay.SettlementDay(e.At)} {
			if !seen[day] {
				seen[day] = true
				list = append(list, day)
			}
		}
	}
	return list
}

func (a *told) read(r *rapid.T, kind alipay.FileKind, text string) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if kind == alipay.TransactionFile {
		lines = lines[2:]
	}
	for _, line := range lines {
		cell := strings.Split(line, "|")
		require.Len(r, cell, len(kind.Columns()))
		if kind == alipay.TransactionFile {
			a.rows[cell[6]+" "+cell[0]]++
			continue
		}
		a.rows[cell[8]+" "+cell[0]]++
		require.Equal(r, cents(r, cell[2])-cents(r, cell[3]), cents(r, cell[4]), "Settlement is Amount less Fee")
		a.amount, a.fee, a.settlement = a.amount+cents(r, cell[2]), a.fee+cents(r, cell[3]), a.settlement+cents(r, cell[4])
	}
}

func addsUp(r *rapid.T, w *world.World) {
	d := rows(w)
	var captured, refunded, fees int64
	transactions, settled := map[string]int{}, map[string]int{}
	for _, trade := range d.Trades {
		if !trade.Paid() {
			continue
		}
		captured, refunded = captured+int64(trade.Amount), refunded+int64(trade.Refunded)
		fees += int64(keptFee(trade, d.Merchant.RefundReturnsFee))
		transactions["PAYMENT "+trade.OutTradeNo]++
		settled["P "+trade.OutTradeNo]++
		if trade.Cancelled == alipay.ActionRefund {
			transactions["CANCEL "+trade.OutTradeNo]++
			settled["R "+trade.TradeNo]++
		}
	}
	for _, refund := range d.Refunds {
		if refund.Status == alipay.RefundSuccess {
			transactions["REFUND "+refund.ID]++
			settled["R "+refund.ID]++
		}
	}
	files := readAll(r, w, alipay.SettlementFile)
	require.Equal(r, captured-refunded, files.amount)
	require.Equal(r, fees, files.fee)
	require.Equal(r, captured-refunded-fees, files.settlement)
	require.Equal(r, settled, files.rows, "each is settled once")
	require.Equal(r, transactions, readAll(r, w, alipay.TransactionFile).rows)
}

// keptFee is what Alipay keeps of a trade in the end.
func keptFee(trade alipay.Trade, returned bool) alipay.Money {
	switch {
	case trade.Cancelled == alipay.ActionRefund:
		return 0
	case returned:
		return trade.Fee() - trade.Fees.Of(trade.Refunded, trade.Amount)
	default:
		return trade.Fee()
	}
}
