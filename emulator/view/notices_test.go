package view_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/journal"
	"localipay/emulator/store"
	"localipay/emulator/view"
)

func TestNotices(t *testing.T) {
	t.Parallel()
	rows := world(t, func(tx *store.Tx) {
		for i := range 50 {
			n := alipay.Notification{Seq: uint64(i + 1), ID: fmt.Sprintf("n%02d", i), OutTradeNo: fmt.Sprintf("order%d", i%5), Kind: alipay.NotifyPayment}
			if i%2 == 0 {
				n.Kind, n.AckedAt = alipay.NotifyRefund, noon
			}
			tx.PutNotification(n)
		}
		tx.PutDue(store.Due{Seq: 99, Class: store.Held, Kind: "notification", Ref: "n49"})
	})
	read := func(query string) view.NoticeList {
		v, err := url.ParseQuery(query)
		require.NoError(t, err)
		q := view.ReadNoticeQuery(v)
		require.Equal(t, query, q.Values().Encode())
		return view.Notices(rows, q)
	}

	t.Run("are newest first, page after page until the oldest", func(t *testing.T) {
		t.Parallel()
		var ids []string
		query := ""
		for {
			list := read(query)
			for _, n := range list.Rows {
				ids = append(ids, n.ID)
			}
			if list.Next == 0 {
				break
			}
			query = fmt.Sprintf("from=%d", list.Next)
		}
		require.Len(t, ids, 50)
		require.Equal(t, "n49", ids[0])
		require.Equal(t, "n00", ids[49])
	})
	t.Run("tell which of them a fault rule keeps back", func(t *testing.T) {
		t.Parallel()
		list := read("")
		require.True(t, list.Rows[0].Held)
		require.False(t, list.Rows[1].Held)
	})
	t.Run("are left out by kind, acknowledgement and order", func(t *testing.T) {
		t.Parallel()
		list := read("acked=yes&kind=refund&order=order4")
		require.Len(t, list.Rows, 5)
		require.Empty(t, read("acked=no&kind=refund").Rows)
		require.Len(t, read("order=n17").Rows, 1)
		require.True(t, list.Query.Filtered())
	})
}

func TestWords(t *testing.T) {
	t.Parallel()
	j := journal.New("x")
	for _, service := range []string{"b", "a", "", "b"} {
		seq, id := j.NextID()
		j.Add(journal.Request{Seq: seq, ID: id, Service: service, Outcome: "SUCCESS"})
	}
	services, outcomes := view.Words(j)
	require.Equal(t, []string{"a", "b"}, services)
	require.Equal(t, []string{"SUCCESS"}, outcomes)
}
