package wire_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/wire"
)

func TestReceive(t *testing.T) {
	t.Parallel()
	got := func(name, value, raw string, inQuery bool) wire.Received {
		return wire.Received{Field: alipay.Field{Name: name, Value: value}, Raw: raw, InQuery: inQuery}
	}
	t.Run("keeps the order, what is repeated, and how it was escaped", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, []wire.Received{got("b", "a b", "a%20b", true), got("a", "", "", true), got("b", "1=2", "1=2", false)},
			wire.Receive("b=a%20b&a=", "application/x-www-form-urlencoded; charset=GBK", "b=1=2"))
	})
	t.Run("passes over what cannot be read", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, []wire.Received{got("c", "1", "1", true)}, wire.Receive("a=%2&=x&&c=1", "", ""))
	})
	t.Run("reads multipart, and no body of another type", func(t *testing.T) {
		t.Parallel()
		body := "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1+1\r\n--X--\r\n"
		require.Equal(t, []wire.Received{got("a", "1+1", "1+1", false)}, wire.Receive("", "multipart/form-data; boundary=X", body))
		require.Empty(t, wire.Receive("", "application/json", "a=1"))
	})
}

func TestDecodeText(t *testing.T) {
	t.Parallel()
	text, ok := wire.DecodeText(alipay.GBK, "\xD6\xD0")
	require.True(t, ok)
	require.Equal(t, "中", text)
	_, ok = wire.DecodeText(alipay.UTF8, "\xD6\xD0")
	require.False(t, ok)
}
