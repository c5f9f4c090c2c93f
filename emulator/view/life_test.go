package view_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/store"
	"localipay/emulator/view"
)

const order = "2026030217944358982200000001"

// world is rows as a test writes them.
func world(t *testing.T, write func(*store.Tx)) store.Reader {
	t.Helper()
	db := store.New()
	require.NoError(t, db.Update(func(tx *store.Tx) error {
		tx.PutMerchant(alipay.Merchant{Partner: "2088000000000001", RefundPeriod: 180 * alipay.Day})
		write(tx)
		return nil
	}))
	return db.View()
}

func kinds(l view.Life) (list []view.MomentKind) {
	for _, m := range l.Moments {
		list = append(list, m.Kind)
	}
	return list
}

func paid() alipay.Trade {
	return alipay.Trade{
		Seq: 5, OutTradeNo: order, Status: alipay.TradeSuccess, Amount: 8800, Currency: "HKD",
		CreatedAt: noon, PaidAt: noon.Add(20 * time.Second),
	}
}

func TestLife(t *testing.T) {
	t.Parallel()

	t.Run("of an open order ends, so far, with when it will time out", func(t *testing.T) {
		t.Parallel()
		rows := world(t, func(tx *store.Tx) {
			tx.PutTrade(alipay.Trade{Seq: 5, OutTradeNo: order, Status: alipay.WaitBuyerPay, CreatedAt: noon})
			tx.PutDue(store.Due{Seq: 6, Class: store.Deed, Kind: "payment_timeout", Ref: order, At: noon.Add(3 * time.Minute)})
		})
		life, ok := view.LifeOf(rows, order, noon.Add(time.Minute))
		require.True(t, ok)
		require.Equal(t, []view.MomentKind{view.Opened, view.Now, view.WillTimeOut}, kinds(life))
		require.Equal(t, view.Gap{Unit: view.Minutes, N: 2}, life.Moments[2].Gap)
		require.Len(t, life.Ahead(), 1)
	})
	t.Run("tells every attempt, the refund of the next day and the close", func(t *testing.T) {
		t.Parallel()
		rows := world(t, func(tx *store.Tx) {
			trade := paid()
			trade.Status, trade.CloseReason, trade.ClosedAt = alipay.TradeClosed, alipay.ClosedByRefund, noon.Add(35*time.Hour)
			tx.PutTrade(trade)
			tx.PutNotification(alipay.Notification{Seq: 6, ID: "n1", OutTradeNo: order, Attempts: []alipay.Attempt{
				{At: trade.PaidAt, Error: "connection refused"}, {At: trade.PaidAt.Add(2 * time.Minute), Status: 200, Acked: true},
			}})
			tx.PutNotification(alipay.Notification{Seq: 7, ID: "n2", OutTradeNo: "another", Attempts: []alipay.Attempt{{At: noon}}})
			tx.PutRefund(alipay.Refund{Seq: 3, ID: "R0", OutTradeNo: "another"})
			tx.PutRefund(alipay.Refund{
				Seq: 8, ID: "R1", OutTradeNo: order, Status: alipay.RefundSuccess,
				RequestedAt: noon.Add(24 * time.Hour), DoneAt: noon.Add(35 * time.Hour),
			})
		})
		life, ok := view.LifeOf(rows, order, noon.Add(48*time.Hour))
		require.True(t, ok)
		require.Equal(t, []view.MomentKind{
			view.Opened, view.WasPaid, view.Sent, view.Sent, view.RefundAsked, view.RefundDone, view.RefundedInFull,
		}, kinds(life))
		require.False(t, life.Moments[2].Good())
		require.True(t, life.Moments[3].Good())
		require.Equal(t, 2, life.Moments[3].Number)
		require.Equal(t, view.Gap{Unit: view.NextDay, N: 1}, life.Moments[4].Gap)
		require.Equal(t, "R1", life.Moments[5].Refund.ID)
	})
	t.Run("has one moment for a refund at once, and says that one failed", func(t *testing.T) {
		t.Parallel()
		rows := world(t, func(tx *store.Tx) {
			tx.PutTrade(paid())
			at := noon.Add(time.Hour)
			tx.PutRefund(alipay.Refund{Seq: 8, ID: "R1", OutTradeNo: order, Status: alipay.RefundSuccess, RequestedAt: at, DoneAt: at})
			tx.PutRefund(alipay.Refund{Seq: 9, ID: "R2", OutTradeNo: order, Status: alipay.RefundFailed, RequestedAt: at, DoneAt: at})
			tx.PutRefund(alipay.Refund{Seq: 10, ID: "R3", OutTradeNo: order, Status: alipay.RefundProcessing, RequestedAt: at})
			tx.PutDue(store.Due{Seq: 11, Class: store.Deed, Kind: "refund", Ref: "R3", At: noon.Add(11 * time.Hour)})
			tx.PutDue(store.Due{Seq: 12, Class: store.Deed, Kind: "trade_finished", Ref: order, At: noon.Add(180 * alipay.Day)})
		})
		life, _ := view.LifeOf(rows, order, noon.Add(2*time.Hour))
		require.Equal(t, []view.MomentKind{
			view.Opened, view.WasPaid, view.RefundAsked, view.RefundAtOnce, view.RefundFailed, view.Now, view.WillRefund, view.WillFinish,
		}, kinds(life))
	})
	t.Run("tells what is due of a notification, and what a rule keeps back", func(t *testing.T) {
		t.Parallel()
		rows := world(t, func(tx *store.Tx) {
			tx.PutTrade(paid())
			tx.PutNotification(alipay.Notification{Seq: 6, ID: "n1", OutTradeNo: order})
			tx.PutNotification(alipay.Notification{Seq: 7, ID: "n2", OutTradeNo: order})
			tx.PutDue(store.Due{Seq: 8, Class: store.Delivery, Kind: "notification", Ref: "n1", At: noon.Add(time.Hour)})
			tx.PutDue(store.Due{Seq: 9, Class: store.Held, Kind: "notification", Ref: "n2", At: noon})
		})
		life, _ := view.LifeOf(rows, order, noon.Add(time.Minute))
		require.Equal(t, []view.MomentKind{view.Opened, view.WasPaid, view.Now, view.WillSend, view.IsHeld}, kinds(life))
		require.True(t, life.Moments[4].At.IsZero())
		require.Zero(t, life.Moments[4].Gap)
	})
	t.Run("knows when the refund period was over", func(t *testing.T) {
		t.Parallel()
		rows := world(t, func(tx *store.Tx) {
			trade := paid()
			trade.Status = alipay.TradeFinished
			tx.PutTrade(trade)
		})
		life, _ := view.LifeOf(rows, order, noon.Add(181*alipay.Day))
		require.Equal(t, view.Finished, life.Moments[2].Kind)
		require.Equal(t, paid().PaidAt.Add(180*alipay.Day), life.Moments[2].At)
		require.Equal(t, view.Gap{Unit: view.Days, N: 180}, life.Moments[2].Gap)
	})
	t.Run("is of no order that does not exist", func(t *testing.T) {
		t.Parallel()
		_, ok := view.LifeOf(world(t, func(*store.Tx) {}), order, noon)
		require.False(t, ok)
	})
}

func TestGaps(t *testing.T) {
	t.Parallel()
	late := noon.Add(11*time.Hour + 50*time.Minute) // ten to midnight
	for _, c := range []struct {
		sentence string
		from, to time.Time
		want     view.Gap
	}{
		{"nothing between what is at once", noon, noon.Add(300 * time.Millisecond), view.Gap{}},
		{"nothing where a time is not known", noon, time.Time{}, view.Gap{}},
		{"seconds", noon, noon.Add(59 * time.Second), view.Gap{Unit: view.Seconds, N: 59}},
		{"minutes", noon, noon.Add(2*time.Minute + 10*time.Second), view.Gap{Unit: view.Minutes, N: 2}},
		{"hours of one day", noon, noon.Add(6 * time.Hour), view.Gap{Unit: view.Hours, N: 6}},
		{"the next day after a few minutes, across midnight", late, late.Add(20 * time.Minute), view.Gap{Unit: view.NextDay, N: 1}},
		{"days", noon, noon.Add(180 * alipay.Day), view.Gap{Unit: view.Days, N: 180}},
		{"a clock that was put back", noon, noon.Add(-time.Hour), view.Gap{Unit: view.Back}},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, view.GapBetween(c.from, c.to))
		})
	}
}
