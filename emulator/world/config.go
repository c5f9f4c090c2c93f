package world

import (
	"log/slog"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
	"localipay/emulator/fault"
	"localipay/emulator/ledger"
)

// Config is what all worlds of an emulator share.
type Config struct {
	Seed      int64
	Source    clock.Source
	Start     time.Time // where clocks start; zero for real time
	Frozen    bool      // clocks stand still at Start
	PublicURL func() string
	Sender    Sender
	Log       *slog.Logger
	Hub       *Hub
	Count     func(result string) // of every send: acked, refused or no_answer
	Faults    []fault.Rule        // of every merchant but scenarios' own, from the start

	made uint64 // worlds so far
}

// report tells the log about a notification that did not get through.
func (c *Config) report(partner string, d ledger.Delivery, attempt int, a alipay.Attempt) {
	log := c.Log.With("partner", partner, "notify_id", d.Notification.ID, "out_trade_no", d.Notification.OutTradeNo,
		"notify_url", d.Notification.Address(), "attempt", attempt)
	if len(a.Faults) > 0 {
		log = log.With("faults", a.Faults)
	}
	switch {
	case a.Acked:
		c.Count("acked")
		log.Info("notification acknowledged")
	case a.Error != "":
		c.Count("no_answer")
		log.Warn("notification failed", "error", a.Error)
	default:
		c.Count("refused")
		log.Warn("notification not acknowledged: the answer must be 200 and success",
			"status", a.Status, "answer", alipay.Shorten(a.Answer, 80))
	}
}
