package wire_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"localipay/emulator/alipay"
	"localipay/emulator/wire"
)

const (
	createData   = `{"secondary_merchant_industry":"5812","secondary_merchant_id":"M0001","store_id":"S01"}`
	createAnswer = `<?xml version="1.0" encoding="utf-8"?>
<alipay><is_success>T</is_success><request><param name="sign">bfceb4616fc6d3a73ded97d8cda7e545</param><param name="biz_data">` + createData + `</param><param name="partner">2088000000000001</param></request><response><qrcodeinfo><qrcode>https://qr.alipay.com/ocx01234abcdefghijkmnpq</qrcode><qrcode_img_url>https://mobilecodec.alipay.com/show.htm?code=ocx01234abcdefghijkmnpq&amp;picSize=S</qrcode_img_url><result_code>SUCCESS</result_code></qrcodeinfo></response><sign>1d619adbae1b0b6fcf8e0d757627434c</sign><sign_type>MD5</sign_type></alipay>`
	refusedAnswer = `<?xml version="1.0" encoding="UTF-8"?>
<alipay><is_success>T</is_success><request><param name="service">alipay.acquire.overseas.spot.refund</param></request><response><alipay><error>TRADE_NOT_EXIST</error><result_code>FAILED</result_code></alipay></response><sign>x</sign><sign_type>RSA2</sign_type></alipay>`
)

func TestAnswerBytes(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		answer wire.Answer
		want   string
	}{
		"a gateway failure is unsigned and echoes nothing": {
			wire.Answer{Declared: "GBK", Charset: alipay.GBK, Error: alipay.IllegalSign, Echo: fields("a", "1"), Sign: "x"},
			"<?xml version=\"1.0\" encoding=\"GBK\"?>\n<alipay><is_success>F</is_success><error>ILLEGAL_SIGN</error></alipay>",
		},
		"a success has the shape of merchant-qr §2.4": {
			wire.Answer{
				Declared: "utf-8", Charset: alipay.UTF8, Child: "qrcodeinfo",
				Echo: fields("sign", "bfceb4616fc6d3a73ded97d8cda7e545", "biz_data", createData, "partner", "2088000000000001"),
				Leaves: fields(
					"result_code", "SUCCESS", "error_message", "",
					"qrcode_img_url", "https://mobilecodec.alipay.com/show.htm?code=ocx01234abcdefghijkmnpq&picSize=S",
					"qrcode", "https://qr.alipay.com/ocx01234abcdefghijkmnpq",
				),
				Sign: "1d619adbae1b0b6fcf8e0d757627434c", SignType: "MD5",
			},
			createAnswer,
		},
		"a business failure has the shape of gateway-and-trades §2.2": {
			wire.Answer{
				Declared: "UTF-8", Charset: alipay.UTF8, Child: "alipay",
				Echo:   fields("service", "alipay.acquire.overseas.spot.refund"),
				Leaves: fields("error", "TRADE_NOT_EXIST", "result_code", "FAILED"),
				Sign:   "x", SignType: "RSA2",
			},
			refusedAnswer,
		},
		"a declaration holds nothing but a charset": {
			wire.Answer{Declared: `x"?><a/>`, Error: "E"},
			"<?xml version=\"1.0\" encoding=\"GBK\"?>\n<alipay><is_success>F</is_success><error>E</error></alipay>",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, string(tc.answer.Bytes()))
		})
	}
}

func TestAnswerEscapes(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		charset         alipay.Charset
		in, text, param string
	}{
		"markup":                     {alipay.UTF8, `<&>'`, `&lt;&amp;&gt;'`, `&lt;&amp;&gt;'`},
		"a quotation mark":           {alipay.UTF8, `"`, `"`, `&quot;`},
		"the end of a CDATA section": {alipay.UTF8, `]]>`, `]]&gt;`, `]]&gt;`},
		"white space":                {alipay.UTF8, " \t\n\r", " \t\n&#13;", " &#9;&#10;&#13;"},
		"Chinese in UTF-8":           {alipay.UTF8, "a退货b", "a退货b", "a退货b"},
		"Chinese in GBK":             {alipay.GBK, "a退货b", "a\xcd\xcb\xbb\xf5b", "a\xcd\xcb\xbb\xf5b"},
		"what GBK lacks":             {alipay.GBK, "€😀", "&#8364;&#128512;", "&#8364;&#128512;"},
		"what GB2312 lacks":          {alipay.GB2312, "貨", "&#36008;", "&#36008;"},
		"what UTF-8 cannot be":       {alipay.UTF8, "a\xffb", "a\uFFFDb", "a\uFFFDb"},
		"what XML cannot carry":      {alipay.UTF8, "\x00\uFFFE", "?\uFFFD", "?\uFFFD"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := wire.Answer{
				Declared: string(tc.charset), Charset: tc.charset, Child: "alipay",
				Echo: fields(tc.in, tc.in), Leaves: fields("leaf", tc.in),
			}
			got := string(a.Bytes())
			require.Contains(t, got, `<param name="`+tc.param+`">`+tc.text+`</param>`)
			require.Contains(t, got, `<leaf>`+tc.text+`</leaf>`)
		})
	}
}

func TestAnswerKeepsItsLeaves(t *testing.T) {
	t.Parallel()
	leaves := fields("b", "1", "a", "2", "c", "")
	before := slices.Clone(leaves)
	a := wire.Answer{Child: "alipay", Leaves: leaves}
	require.Contains(t, string(a.Bytes()), "<alipay><a>2</a><b>1</b></alipay>")
	require.Equal(t, before, leaves)
}

func TestSignBytes(t *testing.T) {
	t.Parallel()
	t.Run("signs sorted leaves, unescaped and without empty ones", func(t *testing.T) {
		t.Parallel()
		got := wire.SignBytes(alipay.UTF8, fields("result_code", "SUCCESS", "a", "x&y<", "error", ""))
		require.Equal(t, "a=x&y<&result_code=SUCCESS", string(got))
	})
	t.Run("signs in the charset of the answer", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, "a=\xcd\xcb€", string(wire.SignBytes(alipay.GBK, fields("a", "退€"))))
	})
}

func TestContentType(t *testing.T) {
	t.Parallel()
	require.Equal(t, "text/xml;charset=utf-8", wire.ContentType("utf-8"))
}

func FuzzXML(f *testing.F) {
	f.Add("name", `<&>"']]>`)
	f.Add("\t\r\n", " \r\n\r\t ")
	f.Add("退货", "a€😀貨\x7f\u0085")
	f.Fuzz(func(t *testing.T, name, value string) {
		valid := wire.Request{Params: fields("a", name, "b", value)}
		if _, err := valid.Decode(alipay.UTF8); err != nil {
			return // never comes as far as an answer
		}
		for _, charset := range []alipay.Charset{alipay.UTF8, alipay.GBK, alipay.GB2312} {
			a := wire.Answer{
				Declared: string(charset), Charset: charset, Child: "alipay", Sign: "x", SignType: "MD5",
				Echo: fields(name, value, value, name), Leaves: fields("leaf", value),
			}
			got := parse(t, a.Bytes())
			require.Equal(t, []param{{name, value}, {value, name}}, got.Params)
			require.Equal(t, value, got.Leaf)
			require.Equal(t, "x", got.Sign)
		}
	})
}

type param struct {
	Name  string `xml:"name,attr"`
	Value string `xml:",chardata"`
}

type document struct {
	IsSuccess string  `xml:"is_success"`
	Params    []param `xml:"request>param"`
	Leaf      string  `xml:"response>alipay>leaf"`
	Sign      string  `xml:"sign"`
}

func parse(t *testing.T, answer []byte) document {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(string(answer)))
	decoder.CharsetReader = func(charset string, r io.Reader) (io.Reader, error) {
		if charset != "GBK" && charset != "GB2312" {
			return nil, fmt.Errorf("unknown charset %q", charset)
		}
		return simplifiedchinese.GBK.NewDecoder().Reader(r), nil
	}
	var got document
	require.NoError(t, decoder.Decode(&got), "%s", answer)
	require.Equal(t, "T", got.IsSuccess)
	return got
}

// BenchmarkAnswer is everything that this package does for one query call.
func BenchmarkAnswer(b *testing.B) {
	query := "service=alipay.acquire.overseas.query&_input_charset=UTF-8&partner=2088000000000001&partner_trans_id=T0001" +
		"&sign_type=MD5&sign=bfceb4616fc6d3a73ded97d8cda7e545"
	leaves := fields("alipay_buyer_login_id", "852-****0001", "alipay_buyer_user_id", "2088000000000001",
		"alipay_pay_time", "20201207152003", "alipay_trans_id", "2020120722001400001400000001",
		"alipay_trans_status", "TRADE_SUCCESS", "currency", "HKD", "out_trade_no", "T0001", "partner_trans_id", "T0001",
		"payment_inst", "ALIPAYHK", "result_code", "SUCCESS", "trans_amount", "10.00")
	r := request(query, "", "")
	b.ReportAllocs()
	for b.Loop() {
		q, err := wire.Read(r)
		if err != nil {
			b.Fatal(err)
		}
		echo, err := q.Decode(alipay.UTF8)
		if err != nil {
			b.Fatal(err)
		}
		declared, charset := q.AnswerCharset(alipay.CharsetOfURL)
		a := wire.Answer{
			Declared: declared, Charset: charset, Echo: echo, Child: "alipay", Leaves: leaves,
			Sign: string(wire.SignBytes(charset, leaves)[:32]), SignType: "MD5",
		}
		a.Bytes()
	}
}
