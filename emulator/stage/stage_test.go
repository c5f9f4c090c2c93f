package stage_test

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/stage"
	"localipay/scenarios"
)

const good = `# The customer pays,
# and all is well.
name: a code is paid
steps:
  - create_qrcode: {}
    timeout: 1m
    save: {code: qrcode}
  - pay: {qrcode: "${code}", amount: "88.00"}
`

const bad = `name: a payment that nobody has made
steps:
  - create_qrcode: {}
    timeout: 1m
  - expect_trade: {out_trade_no: "1", trade_status: TRADE_SUCCESS}
`

func files(texts ...string) fs.FS {
	return fstest.MapFS{"a-story.yaml": {Data: []byte(texts[0])}, "two.yaml": {Data: []byte(good + "---\n" + bad)}}
}

// on is a stage in front of an emulator; with url "" it is its own.
func on(t *testing.T, f fs.FS, url func() string) (s *stage.Stage, changed chan struct{}, end context.CancelFunc) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	changed = make(chan struct{}, 1000)
	s = stage.New(stage.Config{Files: f, URL: url, Life: ctx, Changed: func() { changed <- struct{}{} }})
	t.Cleanup(s.Wait)
	t.Cleanup(cancel)
	return s, changed, cancel
}

func TestPieces(t *testing.T) {
	t.Parallel()

	t.Run("are told with sentence, comment and text", func(t *testing.T) {
		t.Parallel()
		s, _, _ := on(t, files(good), func() string { return "" })
		list, err := s.Pieces()
		require.NoError(t, err)
		require.Len(t, list, 3)
		require.Equal(t, "a-story-1", list[0].ID)
		require.Equal(t, "a code is paid", list[0].Name)
		require.Equal(t, "The customer pays, and all is well.", list[0].Comment)
		require.Equal(t, 2, list[0].Steps)
		require.Contains(t, list[0].YAML, "amount: \"88.00\"")
		require.NotContains(t, list[0].YAML, "#")
		require.Equal(t, "two-2", list[2].ID)
	})
	t.Run("of the library each have a comment, a text and an id of their own", func(t *testing.T) {
		t.Parallel()
		s, _, _ := on(t, scenarios.Bundled(), func() string { return "" })
		list, err := s.Pieces()
		require.NoError(t, err)
		require.Greater(t, len(list), 60)
		seen := map[string]bool{}
		for _, p := range list {
			require.NotEmpty(t, p.Comment, p.ID)
			require.Contains(t, p.YAML, "name: ", p.ID)
			require.False(t, seen[p.ID], p.ID)
			seen[p.ID] = true
		}
	})
	t.Run("that cannot be read are an error", func(t *testing.T) {
		t.Parallel()
		s, _, _ := on(t, files("steps: 3"), func() string { return "x" })
		_, err := s.Pieces()
		require.Error(t, err)
		require.Error(t, s.Play())
	})
}

func TestPlay(t *testing.T) {
	t.Parallel()

	t.Run("plays all against the emulator and tells what failed", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t)
		before := len(e.Merchants())
		s, changed, _ := on(t, files(good), e.URL)
		require.NoError(t, s.Play())
		s.Wait()
		state := s.State()
		require.False(t, state.Running)
		require.Empty(t, state.Error)
		require.Equal(t, 2, state.Count(stage.Passed))
		require.Equal(t, 3, state.Over())
		failed, ok := state.Part("two-2")
		require.True(t, ok)
		require.Equal(t, stage.Failed, failed.Status)
		require.Equal(t, "expect_trade", failed.Failure.Verb)
		require.NotZero(t, state.Took)
		require.NotEmpty(t, changed)
		require.Len(t, e.Merchants(), before, "worlds are cleaned up")
	})
	t.Run("plays those that are named", func(t *testing.T) {
		t.Parallel()
		e := emulator.RunT(t)
		s, _, _ := on(t, files(good), e.URL)
		require.NoError(t, s.Play("two-1"))
		s.Wait()
		require.Len(t, s.State().Parts, 1)
		require.Equal(t, 1, s.State().Count(stage.Passed))
		require.Equal(t, 2, s.State().Parts[0].Done)
		require.ErrorIs(t, s.Play("three-1"), stage.ErrUnknown)
	})
	t.Run("plays nothing where nothing listens", func(t *testing.T) {
		t.Parallel()
		s, _, _ := on(t, files(good), func() string { return "" })
		require.ErrorIs(t, s.Play(), stage.ErrNowhere)
		require.False(t, s.Listens())
	})
	t.Run("tells why it could not begin", func(t *testing.T) {
		t.Parallel()
		server := httptest.NewServer(http.NotFoundHandler())
		t.Cleanup(server.Close)
		s, _, _ := on(t, files(good), func() string { return server.URL })
		require.NoError(t, s.Play())
		s.Wait()
		require.NotEmpty(t, s.State().Error)
		require.Equal(t, 3, s.State().Count(stage.Cut))
	})
}

// hanging is an emulator that never answers, and tells that it was asked.
func hanging(t *testing.T) (url func() string, asked chan struct{}) {
	t.Helper()
	asked = make(chan struct{}, 10)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	return func() string { return server.URL }, asked
}

func TestOneRun(t *testing.T) {
	t.Parallel()

	t.Run("at a time", func(t *testing.T) {
		t.Parallel()
		url, asked := hanging(t)
		s, _, _ := on(t, files(good), url)
		require.NoError(t, s.Play())
		<-asked
		require.True(t, s.State().Running)
		require.ErrorIs(t, s.Play(), stage.ErrBusy)
		s.Cancel()
		s.Wait()
		require.True(t, s.State().Cancelled)
		require.False(t, s.State().Running)
		require.NoError(t, s.Play("a-story-1"), "another can begin")
		s.Cancel()
	})
	t.Run("ends with the emulator", func(t *testing.T) {
		t.Parallel()
		url, asked := hanging(t)
		s, _, end := on(t, files(good), url)
		require.NoError(t, s.Play())
		<-asked
		end()
		s.Wait()
		require.True(t, s.State().Cancelled)
	})
}
