package suggest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/suggest"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	words := []string{"fee_rate", "review_delay", "services", "strict"}
	for word, want := range map[string]string{
		"fee_rate": "fee_rate", "fee_rat": "fee_rate", "feerate": "fee_rate", "Strict": "strict", "service": "services",
		"xyz": "", "": "", "qqqqqqqqqqqq": "",
	} {
		require.Equal(t, want, suggest.Nearest(word, words), "%q", word)
	}
	t.Run("takes the first of equals", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, "stop", suggest.Nearest("stap", []string{"stop", "step"}))
	})
	t.Run("finds nothing among nothing", func(t *testing.T) {
		t.Parallel()
		require.Empty(t, suggest.Nearest("word", nil))
	})
}

func TestDidYouMean(t *testing.T) {
	t.Parallel()
	require.Equal(t, `; did you mean "strict"?`, suggest.DidYouMean("strickt", []string{"services", "strict"}))
	t.Run("lists what there is, sorted, where nothing is near", func(t *testing.T) {
		t.Parallel()
		words := []string{"strict", "balance"}
		require.Equal(t, "; there is balance, strict", suggest.DidYouMean("zzz", words))
		require.Equal(t, []string{"strict", "balance"}, words, "the caller's list is left alone")
	})
}

func FuzzNearest(f *testing.F) {
	f.Add("fee_rat", "fee_rate")
	f.Add("", "x")
	f.Add("\xff", "店")
	f.Fuzz(func(t *testing.T, word, candidate string) {
		near := suggest.Nearest(word, []string{candidate})
		require.Contains(t, []string{"", candidate}, near)
		if word == candidate {
			require.Equal(t, candidate, near)
		}
	})
}
