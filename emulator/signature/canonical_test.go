package signature_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/signature"
)

func TestStringToSign(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fields []alipay.Field
		want   string
	}{
		"sorts names by their bytes": {
			[]alipay.Field{{Name: "b", Value: "1"}, {Name: "a", Value: "2"}, {Name: "_c", Value: "3"}, {Name: "B", Value: "4"}},
			"B=4&_c=3&a=2&b=1",
		},
		"sorts a name before a longer one that begins with it": {
			[]alipay.Field{{Name: "sign_by", Value: "1"}, {Name: "sig", Value: "2"}, {Name: "store", Value: "3"}},
			"sig=2&sign_by=1&store=3",
		},
		"leaves out sign and sign_type": {
			[]alipay.Field{{Name: "sign", Value: "x"}, {Name: "sign_type", Value: "MD5"}, {Name: "partner", Value: "123"}},
			"partner=123",
		},
		"leaves out empty values": {
			[]alipay.Field{{Name: "a"}, {Name: "b", Value: "1"}, {Name: "c"}},
			"b=1",
		},
		"keeps blanks, separators and escapes as they are": {
			[]alipay.Field{{Name: "a", Value: " x=1&y=%20+ "}, {Name: "b", Value: " "}},
			"a= x=1&y=%20+ &b= ",
		},
		"is empty without fields": {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := slices.Clone(tc.fields)
			require.Equal(t, tc.want, signature.StringToSign(tc.fields))
			require.Equal(t, before, tc.fields, "the input keeps its order")
		})
	}
}

func FuzzStringToSign(f *testing.F) {
	f.Add("service", "test", "partner", "123", "sign", "abc")
	f.Add("a", "", "sign_type", "MD5", "_input_charset", "UTF-8")
	f.Add("b", "1&c=2", "b ", "=", "\xff", "\x00")
	f.Fuzz(func(t *testing.T, n1, v1, n2, v2, n3, v3 string) {
		if n1 == n2 || n2 == n3 || n1 == n3 {
			return // the wire gives one parameter per name
		}
		fields := []alipay.Field{{Name: n1, Value: v1}, {Name: n2, Value: v2}, {Name: n3, Value: v3}}
		got := signature.StringToSign(fields)
		slices.Reverse(fields)
		require.Equal(t, got, signature.StringToSign(fields), "whatever the order")
		require.Equal(t, joined(fields), got)
	})
}

// joined is the rule once more, written as slowly as the document says it.
func joined(fields []alipay.Field) string {
	values := map[string]string{}
	var names []string
	for _, f := range fields {
		if f.Name == "sign" || f.Name == "sign_type" || f.Value == "" {
			continue
		}
		names = append(names, f.Name)
		values[f.Name] = f.Value
	}
	slices.Sort(names)
	for i, name := range names {
		names[i] = name + "=" + values[name]
	}
	return strings.Join(names, "&")
}
