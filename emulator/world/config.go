package world

import (
	"log/slog"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/clock"
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

	made uint64 // worlds so far
}

// report tells the log about a notification that did not get through.
func (c *Config) report(partner string, d ledger.Delivery, a alipay.Attempt) {
	log := c.Log.With("partner", partner, "notify_id", d.Notification.ID, "out_trade_no", d.Notification.OutTradeNo,
		"attempt", len(d.Notification.Attempts)+1)
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
