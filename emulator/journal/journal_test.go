package journal_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/journal"
)

// add keeps a request that came and was answered.
func add(j *journal.Journal, r journal.Request) string {
	r.Seq, r.ID = j.NextID()
	j.Add(r)
	return r.ID
}

func ids(list []journal.Request) []string {
	out := []string{}
	for _, r := range list {
		out = append(out, r.ID)
	}
	return out
}

func TestIDs(t *testing.T) {
	t.Parallel()
	j := journal.New("2088000000000001")
	first := add(j, journal.Request{Service: "a"})
	second := add(j, journal.Request{Service: "b"})
	require.Equal(t, "2088000000000001-1", first)
	require.Equal(t, "2088000000000001-2", second)
	t.Run("find their request", func(t *testing.T) {
		t.Parallel()
		found, ok := j.Find(first)
		require.True(t, ok)
		require.Equal(t, "a", found.Service)
		_, ok = j.Find("2088000000000001-3")
		require.False(t, ok)
	})
}

func TestList(t *testing.T) {
	t.Parallel()
	j := journal.New("m")
	for i := range 6 {
		add(j, journal.Request{Service: []string{"query", "cancel"}[i%2], Outcome: []string{"SUCCESS", "ILLEGAL_SIGN", "LOST"}[i%3]})
	}
	for name, c := range map[string]struct {
		filter journal.Filter
		limit  int
		want   []string
	}{
		"is newest first":               {journal.Filter{}, 10, []string{"m-6", "m-5", "m-4", "m-3", "m-2", "m-1"}},
		"keeps to its limit":            {journal.Filter{}, 2, []string{"m-6", "m-5"}},
		"chooses by service":            {journal.Filter{Service: "query"}, 10, []string{"m-5", "m-3", "m-1"}},
		"chooses by outcome":            {journal.Filter{Outcome: "LOST"}, 10, []string{"m-6", "m-3"}},
		"chooses by both":               {journal.Filter{Service: "query", Outcome: "LOST"}, 10, []string{"m-3"}},
		"goes on before where it ended": {journal.Filter{Before: 3}, 10, []string{"m-2", "m-1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, ids(j.List(c.filter, c.limit, nil)))
		})
	}
	t.Run("takes a condition of the caller's", func(t *testing.T) {
		t.Parallel()
		even := func(r journal.Request) bool { return r.Seq%2 == 0 }
		require.Equal(t, []string{"m-6", "m-4"}, ids(j.List(journal.Filter{}, 2, even)))
	})
}

func TestOrderIsThatOfArrival(t *testing.T) {
	t.Parallel()
	j := journal.New("m")
	slow, fast := journal.Request{}, journal.Request{}
	slow.Seq, slow.ID = j.NextID()
	fast.Seq, fast.ID = j.NextID()
	j.Add(fast)
	j.Add(slow)
	page := j.List(journal.Filter{}, 1, nil)
	require.Equal(t, []string{"m-2"}, ids(page))
	require.Equal(t, []string{"m-1"}, ids(j.List(journal.Filter{Before: page[0].Seq}, 1, nil)), "no page loses a request")
}

func TestBounds(t *testing.T) {
	t.Parallel()
	t.Run("the oldest of more than 10,000 requests go", func(t *testing.T) {
		t.Parallel()
		j := journal.New("m")
		for range 3*journal.MaxRequests + 5 {
			add(j, journal.Request{})
		}
		list := j.List(journal.Filter{}, 1<<30, nil)
		require.Len(t, list, 10_000)
		require.Equal(t, "m-30005", list[0].ID)
		require.Equal(t, "m-20006", list[len(list)-1].ID)
		_, ok := j.Find("m-20005")
		require.False(t, ok)
	})
	t.Run("the oldest of more than 16 MB go", func(t *testing.T) {
		t.Parallel()
		j := journal.New("m")
		text := strings.Repeat("x", 1<<20)
		for name, r := range map[string]journal.Request{
			"URL": {URL: text}, "body": {Body: text}, "answer": {Answer: text}, "params": {Params: []alipay.Field{{Name: "n", Value: text}}},
		} {
			j.Clear()
			for range 40 {
				add(j, r)
			}
			require.Len(t, j.List(journal.Filter{}, 100, nil), 15, "16 would be a little more than 16 MB: %s", name)
		}
	})
	t.Run("the last request stays however large", func(t *testing.T) {
		t.Parallel()
		j := journal.New("m")
		add(j, journal.Request{})
		add(j, journal.Request{Body: strings.Repeat("x", journal.MaxBytes+1)})
		require.Equal(t, []string{"m-2"}, ids(j.List(journal.Filter{}, 10, nil)))
		add(j, journal.Request{})
		require.Equal(t, []string{"m-3"}, ids(j.List(journal.Filter{}, 10, nil)))
	})
}

func TestClear(t *testing.T) {
	t.Parallel()
	j := journal.New("m")
	seq, id := uint64(0), ""
	for range 3 {
		seq, id = j.NextID()
	}
	j.Clear()
	j.Add(journal.Request{Seq: seq, ID: id})
	require.Empty(t, j.List(journal.Filter{}, 10, nil), "what was on its way is discarded")
	require.Equal(t, "m-1", add(j, journal.Request{}), "counting begins anew")
	require.Len(t, j.List(journal.Filter{}, 10, nil), 1)
}

func TestWait(t *testing.T) {
	t.Parallel()
	t.Run("returns when so many match", func(t *testing.T) {
		t.Parallel()
		j := journal.New("m")
		add(j, journal.Request{Service: "query"})
		done := make(chan bool)
		go func() { done <- j.Wait(t.Context(), journal.Filter{Service: "query"}, 2) }()
		add(j, journal.Request{Service: "cancel"})
		add(j, journal.Request{Service: "query"})
		require.True(t, <-done)
	})
	t.Run("tells that the time was over first", func(t *testing.T) {
		t.Parallel()
		j := journal.New("m")
		add(j, journal.Request{})
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.False(t, j.Wait(ctx, journal.Filter{}, 2))
		require.True(t, j.Wait(ctx, journal.Filter{}, 1), "what is there already needs no time")
	})
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	j := journal.New("m")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				j.Find(add(j, journal.Request{}))
			}
		})
	}
	all.Wait()
	list := j.List(journal.Filter{}, 1000, nil)
	require.Len(t, list, 400)
	for i, r := range list {
		require.Equal(t, fmt.Sprintf("m-%d", 400-i), r.ID)
	}
}
