package wire_test

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/wire"
)

func TestParseForm(t *testing.T) {
	t.Parallel()
	t.Run("keeps the order received, and repeated names", func(t *testing.T) {
		t.Parallel()
		got, err := wire.ParseForm("b=1&a=2&b=3")
		require.NoError(t, err)
		require.Equal(t, fields("b", "1", "a", "2", "b", "3"), got)
	})
	t.Run("gives what was readable beside the error", func(t *testing.T) {
		t.Parallel()
		got, err := wire.ParseForm("a=1&b=%2&c=3")
		require.ErrorIs(t, err, alipay.IllegalArgument)
		require.Equal(t, fields("a", "1", "c", "3"), got)
	})
}

func TestFormEncode(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		charset alipay.Charset
		fields  []alipay.Field
		want    string
	}{
		"keeps the order and empty values": {alipay.UTF8, fields("b", "1", "a", ""), "b=1&a="},
		"escapes separators":               {alipay.UTF8, fields("a b", `x=1&y+z%"`), "a+b=x%3D1%26y%2Bz%25%22"},
		"keeps what needs no escape":       {alipay.UTF8, fields("a", "Az09-_.~*"), "a=Az09-_.~*"},
		"writes Chinese in UTF-8":          {alipay.UTF8, fields("a", "退货"), "a=%E9%80%80%E8%B4%A7"},
		"writes Chinese in GBK":            {alipay.GBK, fields("a", "退货"), "a=%CD%CB%BB%F5"},
		"writes nothing of no fields":      {alipay.GBK, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, wire.FormEncode(tc.charset, tc.fields))
		})
	}
}

func FuzzParseForm(f *testing.F) {
	f.Add("service=test&partner=123&a=%20+%2B")
	f.Add("&=&a&%=%zz;b=%4")
	f.Fuzz(func(t *testing.T, raw string) {
		got, err := wire.ParseForm(raw)
		require.LessOrEqual(t, len(got), wire.MaxParams)
		if err != nil {
			require.ErrorIs(t, err, alipay.IllegalArgument)
			return
		}
		again, err := wire.ParseForm(wire.FormEncode(alipay.UTF8, got))
		require.NoError(t, err)
		require.Equal(t, got, again, "what is written reads back the same")

		values, err := url.ParseQuery(raw)
		if err != nil {
			return // net/url refuses semicolons
		}
		for _, field := range got {
			require.Contains(t, values[field.Name], field.Value, "as net/url reads it")
		}
	})
}
