package chance_test

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/chance"
)

const partner = "2088000000000001"

func TestValues(t *testing.T) {
	t.Parallel()
	value := chance.New(1, partner).Alphanumeric("notify_id", 7, 34)
	t.Run("follow from seed, partner, purpose and counter", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, value, chance.New(1, partner).Alphanumeric("notify_id", 7, 34))
	})
	t.Run("differ as soon as one of these differs", func(t *testing.T) {
		t.Parallel()
		for why, other := range map[string]string{
			"seed":    chance.New(2, partner).Alphanumeric("notify_id", 7, 34),
			"sign":    chance.New(-1, partner).Alphanumeric("notify_id", 7, 34),
			"partner": chance.New(1, "2088000000000002").Alphanumeric("notify_id", 7, 34),
			"purpose": chance.New(1, partner).Alphanumeric("qrcode", 7, 34),
			"counter": chance.New(1, partner).Alphanumeric("notify_id", 8, 34),
			"digits":  chance.New(1, partner).Digits("notify_id", 7, 34),
		} {
			require.NotEqual(t, value, other, why)
		}
	})
	t.Run("of a shorter text are the beginning of a longer one", func(t *testing.T) {
		t.Parallel()
		require.True(t, strings.HasPrefix(chance.New(1, partner).Alphanumeric("notify_id", 7, 200), value))
		require.Empty(t, chance.New(1, partner).Digits("x", 0, 0))
	})
	t.Run("are HMAC-SHA-256 in base 36, from one release to the next", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, "s6n10907i2dzv9tpbbw686voiki0b2zsyw", value)
	})
	t.Run("do not depend on who else asks", func(t *testing.T) {
		t.Parallel()
		source := chance.New(1, partner)
		source.Digits("trade", 1, 9)
		require.Equal(t, value, source.Alphanumeric("notify_id", 7, 34))
	})
}

func TestCharacters(t *testing.T) {
	t.Parallel()
	source := chance.New(1, partner)
	require.Regexp(t, `^[0-9]+$`, source.Digits("d", 1, 5000))
	require.Regexp(t, `^[a-z0-9]+$`, source.Alphanumeric("a", 1, 5000))
	t.Run("are all about equally frequent", func(t *testing.T) {
		t.Parallel()
		const each = 2000
		for alphabet, text := range map[string]string{
			"0123456789":                           source.Digits("d", 2, 10*each),
			"0123456789abcdefghijklmnopqrstuvwxyz": source.Alphanumeric("a", 2, 36*each),
		} {
			for _, c := range alphabet {
				off := float64(strings.Count(text, string(c)) - each)
				require.Less(t, math.Abs(off), 5*math.Sqrt(each), "%c", c)
			}
		}
	})
}
