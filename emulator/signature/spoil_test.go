package signature_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/signature"
)

func TestSpoil(t *testing.T) {
	t.Parallel()
	for spoiled, sign := range map[string]string{"0bcd": "abcd", "1bcd": "0bcd", "0": ""} {
		require.Equal(t, spoiled, signature.Spoil(sign))
	}
	message := []byte("a=1")
	sign, err := signature.Sign(alipay.MD5, message, "key", nil)
	require.NoError(t, err)
	require.Len(t, signature.Spoil(sign), len(sign))
	require.Error(t, signature.Verify(alipay.MD5, message, signature.Spoil(sign), "key", nil))
}
