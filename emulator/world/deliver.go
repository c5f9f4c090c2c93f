package world

import (
	"sync"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

// deliver makes the attempts that one send comes to: one, unless a fault rule
// loses it or repeats it.
func (k *worker) deliver(d ledger.Delivery) []alipay.Attempt {
	if d.Plan.Lose {
		return []alipay.Attempt{{At: d.At, Error: "not sent: a fault rule lost it", Faults: d.Plan.Labels}}
	}
	attempts := make([]alipay.Attempt, max(d.Plan.Times, 1))
	if d.Plan.Together {
		var sends sync.WaitGroup
		for i := range attempts {
			sends.Go(func() { attempts[i] = k.attempt(d) })
		}
		sends.Wait()
		return attempts
	}
	for i := range attempts {
		attempts[i] = k.attempt(d)
	}
	return attempts
}

func (k *worker) attempt(d ledger.Delivery) alipay.Attempt {
	a := k.sender.Send(k.ctx, d)
	a.Faults = d.Plan.Labels
	if d.Plan.LoseAck && a.Error == "" {
		a.Acked, a.Error = false, "a fault rule lost the shop's answer"
	}
	return a
}
