package money_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/scenarios/example/money"
)

func TestAmounts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]money.Cents{"88": 8800, "88.0": 8800, "88.00": 8800, "0.01": 1, "19.90": 1990, "0": 0, "123456789.99": 12345678999} {
		got, err := money.Parse(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "1,160.00", "-1", "+1", "1.234", ".5", "5.", "007", "1e3", " 1", "١", "1234567890"} {
		_, err := money.Parse(text)
		require.ErrorContains(t, err, `write it as "88.00"`, text)
	}
	require.Equal(t, "19.90", money.Cents(1990).String())
	require.Equal(t, "-0.05", money.Cents(-5).String())
}
