package wire_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/wire"
)

func TestRequestCharset(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		query    string
		required bool
		want     alipay.Charset
		err      error
	}{
		"takes any letter case":              {"_input_charset=utf-8", true, alipay.UTF8, nil},
		"takes GBK":                          {"_input_charset=gbk", true, alipay.GBK, nil},
		"takes GB2312":                       {"_input_charset=Gb2312", false, alipay.GB2312, nil},
		"is GBK when absent":                 {"a=1", false, alipay.GBK, nil},
		"is GBK when empty":                  {"_input_charset=", false, alipay.GBK, nil},
		"is an argument where it is missing": {"a=1", true, "", alipay.IllegalArgument},
		"is an argument where it is empty":   {"_input_charset=", true, "", alipay.IllegalArgument},
		"refuses another charset":            {"_input_charset=GB18030", false, "", alipay.IllegalCharset},
		"refuses a name with a blank":        {"_input_charset=+UTF-8", false, "", alipay.IllegalCharset},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q, err := wire.Read(request(tc.query, "", ""))
			require.NoError(t, err)
			got, err := q.Charset(tc.required)
			require.ErrorIs(t, err, tc.err)
			require.Equal(t, tc.want, got)
		})
	}
}

func TestAnswerCharset(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		query, body string
		of          alipay.ResponseCharset
		declared    string
		charset     alipay.Charset
	}{
		"repeats the query's spelling":                 {"_input_charset=utf-8", "", alipay.CharsetOfURL, "utf-8", alipay.UTF8},
		"is GBK if the charset is in the body only":    {"", "_input_charset=UTF-8", alipay.CharsetOfURL, "GBK", alipay.GBK},
		"is the body's where the merchant wants it so": {"", "_input_charset=UTF-8", alipay.CharsetOfRequest, "UTF-8", alipay.UTF8},
		"is GBK if there is none":                      {"", "", alipay.CharsetOfRequest, "GBK", alipay.GBK},
		"is GBK if the charset is unknown":             {`_input_charset="?>`, "", alipay.CharsetOfURL, "GBK", alipay.GBK},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q, err := wire.Read(request(tc.query, formType, tc.body))
			require.NoError(t, err)
			declared, charset := q.AnswerCharset(tc.of)
			require.Equal(t, tc.declared, declared)
			require.Equal(t, tc.charset, charset)
		})
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		charset alipay.Charset
		raw     string
		want    string
		err     error
	}{
		"ASCII is the same in UTF-8":                        {alipay.UTF8, "{\"a\": 1}\t\r\n\x7f", "{\"a\": 1}\t\r\n\x7f", nil},
		"ASCII is the same in GBK":                          {alipay.GBK, "{\"a\": 1}\t\r\n\x7f", "{\"a\": 1}\t\r\n\x7f", nil},
		"UTF-8 stays as it is":                              {alipay.UTF8, "退货 😀", "退货 😀", nil},
		"GBK is decoded":                                    {alipay.GBK, "\xcd\xcb\xbb\xf5 a", "退货 a", nil},
		"GB2312 is decoded":                                 {alipay.GB2312, "\xcd\xcb\xbb\xf5 a", "退货 a", nil},
		"GBK has traditional characters":                    {alipay.GBK, "\xd8\x9b\x9b\x5d", "貨沒", nil},
		"GBK in UTF-8 does not decode":                      {alipay.UTF8, "\xcd\xcb\xbb\xf5", "", alipay.IllegalCharset},
		"an overlong form does not decode":                  {alipay.UTF8, "\xc0\x80", "", alipay.IllegalCharset},
		"a surrogate in UTF-8 does not decode":              {alipay.UTF8, "\xed\xa0\x80", "", alipay.IllegalCharset},
		"U+FFFD is never taken":                             {alipay.UTF8, "a\uFFFDb", "", alipay.IllegalCharset},
		"half a character does not decode":                  {alipay.GBK, "a\xcd", "", alipay.IllegalCharset},
		"0x80 is no euro in GBK":                            {alipay.GBK, "\x80", "", alipay.IllegalCharset},
		"0xFF does not decode in GBK":                       {alipay.GBK, "\xff\xa1", "", alipay.IllegalCharset},
		"GB18030's euro does not decode in GBK":             {alipay.GBK, "\xa2\xe3", "", alipay.IllegalCharset},
		"four bytes of GB18030 do not decode in GBK":        {alipay.GBK, "\x81\x30\x81\x30", "", alipay.IllegalCharset},
		"a second byte that is a separator does not":        {alipay.GBK, "\xcd&", "", alipay.IllegalCharset},
		"a character of GBK alone does not in GB2312":       {alipay.GB2312, "\xd8\x9b", "", alipay.IllegalCharset},
		"an unassigned symbol does not decode in GB2312":    {alipay.GB2312, "\xa2\xa1", "", alipay.IllegalCharset},
		"that symbol decodes in GBK":                        {alipay.GBK, "\xa2\xa1", "ⅰ", nil},
		"a NUL is a bad argument":                           {alipay.UTF8, "a\x00", "", alipay.IllegalArgument},
		"an escape character is one in GBK too":             {alipay.GBK, "\x1b", "", alipay.IllegalArgument},
		"U+FFFE is a bad argument":                          {alipay.UTF8, "\uFFFE", "", alipay.IllegalArgument},
		"undecodable bytes come before bad characters":      {alipay.GBK, "\x00\xff", "", alipay.IllegalCharset},
		"a character beyond the basic plane is well in XML": {alipay.UTF8, "\U0001F600", "\U0001F600", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inValue := wire.Request{Params: fields("b", tc.raw, "c", "1")}
			got, err := inValue.Decode(tc.charset)
			require.ErrorIs(t, err, tc.err)
			inName := wire.Request{Params: fields("a", "1", "b"+tc.raw, "")}
			_, nameErr := inName.Decode(tc.charset)
			require.ErrorIs(t, nameErr, tc.err, "in a name as in a value")
			if tc.err == nil {
				require.Equal(t, fields("b", tc.want, "c", "1"), got)
			}
		})
	}
	t.Run("an undecodable value comes before an unfit one of another parameter", func(t *testing.T) {
		t.Parallel()
		q := wire.Request{Params: fields("a", "\x00", "b", "\xff")}
		_, err := q.Decode(alipay.UTF8)
		require.ErrorIs(t, err, alipay.IllegalCharset)
	})
	t.Run("the result does not grow into the parameters", func(t *testing.T) {
		t.Parallel()
		q := wire.Request{Params: append(make([]alipay.Field, 0, 4), fields("a", "1")...)}
		got, err := q.Decode(alipay.UTF8)
		require.NoError(t, err)
		require.Equal(t, 1, cap(got))
	})
}

func TestEncode(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		charset        alipay.Charset
		text           string
		encoded        string
		questionMarked string
	}{
		"UTF-8 has everything":                        {alipay.UTF8, "退€😀", "退€😀", "退€😀"},
		"ASCII needs no encoding":                     {alipay.GB2312, "a&b", "a&b", "a&b"},
		"GBK is encoded":                              {alipay.GBK, "退货 a", "\xcd\xcb\xbb\xf5 a", "退货 a"},
		"GBK lacks the euro sign":                     {alipay.GBK, "€1", "€1", "?1"},
		"GBK lacks an emoji, which stays one":         {alipay.GBK, "a😀退", "a😀\xcd\xcb", "a?退"},
		"GBK lacks what GB18030 added":                {alipay.GBK, "ǹ〾⺁", "ǹ〾⺁", "???"},
		"GB2312 lacks traditional characters":         {alipay.GB2312, "貨退", "貨\xcd\xcb", "?退"},
		"GB2312 lacks GBK's small Roman numerals":     {alipay.GB2312, "ⅰ", "ⅰ", "?"},
		"GB2312 has its middle dot and its long dash": {alipay.GB2312, "·—", "\xa1\xa4\xa1\xaa", "·—"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.encoded, string(wire.Encode(tc.charset, tc.text)))
			require.Equal(t, tc.questionMarked, wire.Replace(tc.charset, tc.text))
		})
	}
}

// Every pair of bytes, held against the sizes that the standards state.
func TestCharsetSizes(t *testing.T) {
	t.Parallel()
	for charset, want := range map[alipay.Charset]int{alipay.GBK: 21791, alipay.GB2312: 7445} {
		t.Run(string(charset)+" has as many characters as its standard", func(t *testing.T) {
			t.Parallel()
			seen := map[string]bool{}
			for lead := 0x80; lead <= 0xFF; lead++ {
				for trail := range 0x100 {
					raw := string([]byte{byte(lead), byte(trail)})
					text, ok := decodeOne(charset, raw)
					if !ok {
						continue
					}
					require.Equal(t, raw, string(wire.Encode(charset, text)))
					require.False(t, seen[text], "%x decodes like another pair", raw)
					seen[text] = true
				}
			}
			require.Len(t, seen, want)
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("退货 €😀")
	f.Add("\xcd\xcb\xbb\xf5\x80")
	f.Add("\xa2\xa1\xa9\x89\xfe\x50")
	f.Fuzz(func(t *testing.T, raw string) {
		for _, charset := range []alipay.Charset{alipay.UTF8, alipay.GBK, alipay.GB2312} {
			if text, ok := decodeOne(charset, raw); ok {
				require.Equal(t, raw, string(wire.Encode(charset, text)), "encodes to what it was")
				require.Equal(t, text, wire.Replace(charset, text), "and lacks nothing")
			}
		}
	})
}

func decodeOne(charset alipay.Charset, raw string) (string, bool) {
	q := wire.Request{Params: fields("a", raw)}
	got, err := q.Decode(charset)
	if err != nil {
		return "", false
	}
	return got[0].Value, true
}
