package store_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/store"
)

var noon = time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)

func write(t *testing.T, db *store.DB, fn func(*store.Tx)) {
	t.Helper()
	require.NoError(t, db.Update(func(w *store.Tx) error { fn(w); return nil }))
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	put := func(w *store.Tx) { w.PutTrade(alipay.Trade{Seq: 1, OutTradeNo: "T1", TradeNo: "N1"}) }
	t.Run("shows its rows once it is done", func(t *testing.T) {
		t.Parallel()
		db := store.New()
		before := db.View()
		write(t, db, put)
		_, ok := db.View().Trade("T1")
		require.True(t, ok)
		_, ok = before.Trade("T1")
		require.False(t, ok, "an older view stays as it was")
	})
	t.Run("leaves no trace on an error", func(t *testing.T) {
		t.Parallel()
		db := store.New()
		refused := errors.New("refused")
		require.ErrorIs(t, db.Update(func(w *store.Tx) error { put(w); return refused }), refused)
		_, ok := db.View().Trade("T1")
		require.False(t, ok)
	})
	t.Run("leaves no trace and no lock on a panic", func(t *testing.T) {
		t.Parallel()
		db := store.New()
		require.Panics(t, func() { _ = db.Update(func(w *store.Tx) error { put(w); panic("bug") }) })
		_, ok := db.View().Trade("T1")
		require.False(t, ok)
		write(t, db, put)
		_, ok = db.View().Trade("T1")
		require.True(t, ok)
	})
	t.Run("sees its own rows before others do", func(t *testing.T) {
		t.Parallel()
		db := store.New()
		write(t, db, func(w *store.Tx) {
			put(w)
			_, ok := w.TradeByNo("N1")
			require.True(t, ok)
			_, ok = db.View().TradeByNo("N1")
			require.False(t, ok)
		})
	})
}

func TestSlots(t *testing.T) {
	t.Parallel()
	db := store.New()
	q := alipay.QRCode{Seq: 1, Code: "one", Slot: "s1", Status: alipay.CodeActive}
	write(t, db, func(w *store.Tx) { w.PutQRCode(q) })
	inSlot := func(slot string) string {
		found, _ := db.View().QRCodeInSlot(slot)
		return found.Code
	}
	require.Equal(t, "one", inSlot("s1"))
	q.Slot = "s2"
	write(t, db, func(w *store.Tx) { w.PutQRCode(q) })
	require.Empty(t, inSlot("s1"), "a code that moves frees its slot")
	require.Equal(t, "one", inSlot("s2"))
	q.Status = alipay.CodeStopped
	write(t, db, func(w *store.Tx) { w.PutQRCode(q) })
	require.Equal(t, "one", inSlot("s2"), "a stopped code keeps its slot")
	q.Status = alipay.CodeDeleted
	write(t, db, func(w *store.Tx) { w.PutQRCode(q) })
	require.Empty(t, inSlot("s2"), "a deleted code frees it")
	write(t, db, func(w *store.Tx) {
		w.PutQRCode(alipay.QRCode{Seq: 2, Code: "two", Slot: "s2", Status: alipay.CodeActive})
	})
	require.Equal(t, "two", inSlot("s2"))
	gone, ok := db.View().QRCode("one")
	require.True(t, ok, "a deleted code is still known by its value")
	require.Equal(t, alipay.CodeDeleted, gone.Status)
}

func TestDue(t *testing.T) {
	t.Parallel()
	db := store.New()
	due := func(seq uint64, class store.Class, ref string, after time.Duration) {
		write(t, db, func(w *store.Tx) {
			w.PutDue(store.Due{Seq: seq, Class: class, Kind: "k", Ref: ref, At: noon.Add(after)})
		})
	}
	due(300, store.Deed, "later", time.Minute)
	due(2, store.Deed, "second", 0)
	due(1, store.Deed, "first", 0)
	due(256, store.Deed, "third", 0)
	due(3, store.Delivery, "delivery", -time.Hour)
	due(4, store.Deed, "past", -50*365*24*time.Hour*2)
	refs := func(class store.Class) (list []string) {
		for d := range db.View().DueNext(class) {
			list = append(list, d.Ref)
		}
		return list
	}
	require.Equal(t, []string{"past", "first", "second", "third", "later"}, refs(store.Deed), "by time, then creation")
	require.Equal(t, []string{"delivery"}, refs(store.Delivery), "each class by itself")

	after, ok := db.View().DueAfter(store.Deed, noon)
	require.True(t, ok)
	require.Equal(t, "later", after.Ref, "strictly after")
	after, ok = db.View().DueAfter(store.Deed, noon.Add(-time.Second))
	require.True(t, ok)
	require.Equal(t, "first", after.Ref)
	_, ok = db.View().DueAfter(store.Deed, noon.Add(time.Minute))
	require.False(t, ok, "a delivery is no deed")
	_, ok = db.View().DueAfter(store.Delivery, noon)
	require.False(t, ok)

	due(400, store.Deed, "first", time.Hour)
	require.Equal(t, []string{"past", "second", "third", "later", "first"}, refs(store.Deed), "a second of a kind and thing replaces the first")
	write(t, db, func(w *store.Tx) {
		w.RemoveDue("k", "past")
		w.RemoveDue("k", "nothing")
	})
	require.Equal(t, []string{"second", "third", "later", "first"}, refs(store.Deed))
}

func TestLists(t *testing.T) {
	t.Parallel()
	db := store.New()
	write(t, db, func(w *store.Tx) {
		for _, seq := range []uint64{2, 300, 1} {
			id := string(rune('a' + seq%26))
			w.PutTrade(alipay.Trade{Seq: seq, OutTradeNo: id, TradeNo: "n" + id})
			w.PutNotification(alipay.Notification{Seq: seq, ID: id})
		}
		w.PutBuyer(alipay.Buyer{ID: "b1", Rank: 10})
		w.PutBuyer(alipay.Buyer{ID: "b2", Rank: 9})
	})
	var trades, notifications []uint64
	for row := range db.View().Trades(^uint64(0)) {
		trades = append(trades, row.Seq)
	}
	for row := range db.View().Notifications(0) {
		notifications = append(notifications, row.Seq)
	}
	require.Equal(t, []uint64{300, 2, 1}, trades, "newest first")
	require.Equal(t, []uint64{1, 2, 300}, notifications, "oldest first")
	require.Len(t, slices.Collect(db.View().Trades(299)), 2, "from a number back, itself included")
	require.Len(t, slices.Collect(db.View().Notifications(2)), 2, "from a number on, itself included")
	require.Equal(t, "b2", slices.Collect(db.View().Buyers())[0].ID, "in the order of the fixtures")
}

func TestKeysThatBeginEachOther(t *testing.T) {
	t.Parallel()
	db := store.New()
	write(t, db, func(w *store.Tx) {
		w.PutRefund(alipay.Refund{Seq: 1, ID: "R1"})
		w.PutRefund(alipay.Refund{Seq: 2, ID: "R10"})
		w.PutStore(alipay.Store{MerchantID: "M", StoreID: "S1"})
		w.PutStore(alipay.Store{MerchantID: "MS", StoreID: "1"})
	})
	found, ok := db.View().Refund("R1")
	require.True(t, ok)
	require.Equal(t, uint64(1), found.Seq)
	_, ok = db.View().Refund("R")
	require.False(t, ok)
	_, ok = db.View().Refund("")
	require.False(t, ok)
	require.Len(t, slices.Collect(db.View().Stores()), 2)
}

func TestSnapshots(t *testing.T) {
	t.Parallel()
	status := func(db *store.DB) alipay.TradeStatus {
		row, _ := db.View().Trade("T1")
		return row.Status
	}
	set := func(db *store.DB, s alipay.TradeStatus) {
		write(t, db, func(w *store.Tx) { w.PutTrade(alipay.Trade{Seq: 1, OutTradeNo: "T1", TradeNo: "N1", Status: s}) })
	}
	db := store.New()
	set(db, alipay.WaitBuyerPay)
	kept := db.Snapshot()
	other := store.From(kept)
	set(db, alipay.TradeSuccess)
	require.Equal(t, alipay.WaitBuyerPay, status(other), "the origin does not show in the copy")
	set(other, alipay.TradeClosed)
	require.Equal(t, alipay.TradeSuccess, status(db), "nor the copy in the origin")
	for range 2 {
		db.Restore(kept)
		require.Equal(t, alipay.WaitBuyerPay, status(db), "a snapshot may be restored again")
		set(db, alipay.TradeFinished)
	}
	require.Equal(t, alipay.TradeClosed, status(other))
}

func TestDump(t *testing.T) {
	t.Parallel()
	db := store.New()
	write(t, db, fill)
	dump := db.View().Dump()
	text, err := json.Marshal(dump)
	require.NoError(t, err)

	var read store.Dump
	require.NoError(t, json.Unmarshal(text, &read))
	again := store.New()
	write(t, again, func(w *store.Tx) { w.Load(read) })
	text2, err := json.Marshal(again.View().Dump())
	require.NoError(t, err)
	require.Equal(t, string(text), string(text2))
	require.NotContains(t, string(text), "null,", "no table of the sample is empty")
	_, ok := again.View().QRCodeInSlot("slot")
	require.True(t, ok, "indexes come back too")
	next, ok := again.View().DueAfter(store.Delivery, noon)
	require.True(t, ok)
	require.Equal(t, "n2", next.Ref)
}

// fill puts a row into every table.
func fill(w *store.Tx) {
	w.PutMerchant(alipay.DefaultMerchant("2088000000000001"))
	w.PutCounters(store.Counters{Seq: 9, Code: 1, Trade: 2, Notice: 3})
	w.PutQRCode(alipay.QRCode{Seq: 1, Code: "one", Slot: "slot", Status: alipay.CodeActive, CreatedAt: noon})
	w.PutTrade(alipay.Trade{Seq: 2, OutTradeNo: "T1", TradeNo: "N1", Amount: 8800, CreatedAt: noon, PaidAt: noon})
	w.PutTrade(alipay.Trade{Seq: 3, OutTradeNo: "T2", TradeNo: "N2"})
	w.PutRefund(alipay.Refund{Seq: 4, ID: "R1", Amount: 100, RequestedAt: noon})
	w.PutEntry(alipay.Entry{Seq: 8, Kind: alipay.EntryPayment, At: noon, OutTradeNo: "T1", TradeNo: "N1", Amount: 8800, Fee: 106})
	w.PutNotification(alipay.Notification{
		Seq: 5, ID: "n1", Fields: []alipay.Field{{Name: "subject", Value: "茶"}},
		Attempts: []alipay.Attempt{{At: noon, Body: "a=b", Status: 200, Faults: []string{"f1"}}},
	})
	w.PutStore(alipay.Store{MerchantID: "M1", StoreID: "S1", Fields: []alipay.Field{{Name: "store_name", Value: "x"}}})
	w.PutBuyer(alipay.Buyer{ID: "b1", Balance: 5, Limited: true})
	w.PutDue(store.Due{Seq: 6, Class: store.Deed, Kind: "refund", Ref: "R1", At: noon})
	w.PutDue(store.Due{Seq: 7, Class: store.Delivery, Kind: "notification", Ref: "n2", At: noon.Add(time.Minute)})
}
