package view_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
	"localipay/emulator/journal"
	"localipay/emulator/view"
)

func TestCurl(t *testing.T) {
	t.Parallel()

	t.Run("sends what was received", func(t *testing.T) {
		t.Parallel()
		got := view.Curl(journal.Request{
			Method: "POST", URL: "/gateway.do?_input_charset=UTF-8", ContentType: "application/x-www-form-urlencoded",
			Body: "service=x&name=it's",
		}, "http://localhost:8080/")
		require.Equal(t, `curl 'http://localhost:8080/gateway.do?_input_charset=UTF-8' -X 'POST' `+
			`-H 'Content-Type: application/x-www-form-urlencoded' --data-raw 'service=x&name=it'\''s'`, got)
	})
	t.Run("means the same bytes to a shell", func(t *testing.T) {
		t.Parallel()
		shell, err := exec.LookPath("bash")
		if err != nil {
			t.Skip("there is no bash here")
		}
		for _, body := range []string{"plain", "it's", "a\nb\\n\t\x1b[31m", "香港", "\xc4\xe3'", "$(id) `id` !!", "\x7f"} {
			command := view.SentCurl("u", body)
			out, err := exec.Command(shell, "-c", "curl() { printf %s \"$3\"; }; "+command).Output()
			require.NoError(t, err)
			require.Equal(t, body, string(out))
			require.NotContains(t, command, "\x1b")
		}
	})
}

func TestPretty(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ sentence, in, want string }{
		{
			"a line for each element", `<?xml version="1.0"?>` + "\n" + `<alipay><is_success>T</is_success><response><alipay><a>1</a></alipay></response></alipay>`,
			"<?xml version=\"1.0\"?>\n<alipay>\n  <is_success>T</is_success>\n  <response>\n    <alipay>\n      <a>1</a>\n    </alipay>\n  </response>\n</alipay>",
		},
		{"values as they are, blanks too", "<a><b> x </b><c></c></a>", "<a>\n  <b> x </b>\n  <c></c>\n</a>"},
		{"what breaks off", "<a><b>x</b><c", "<a>\n  <b>x</b><c"},
		{"what is no XML", "true", "true"},
		{"what is empty", "", ""},
		{"what closes too much", "</a></b>", "</a>\n</b>"},
	} {
		t.Run("shows "+c.sentence, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, view.Pretty(c.in))
		})
	}
}

func FuzzPretty(f *testing.F) {
	f.Add("<a><b>x</b></a>")
	f.Add("</a><")
	f.Fuzz(func(t *testing.T, text string) {
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		require.Equal(t, bare(text), bare(view.Pretty(text)))
	})
}

func TestConcerns(t *testing.T) {
	t.Parallel()
	j := journal.New("x")
	add := func(value string) {
		seq, id := j.NextID()
		j.Add(journal.Request{Seq: seq, ID: id, Params: []alipay.Field{{Name: "any", Value: value}}})
	}
	for _, value := range []string{order, "else", "T1", "n1", "", "else"} {
		add(value)
	}
	life := view.Life{
		Trade:         alipay.Trade{OutTradeNo: order, TradeNo: "T1"},
		Notifications: []alipay.Notification{{ID: "n1"}},
	}
	var ids []string
	for _, r := range life.Concerns(j, 10) {
		ids = append(ids, r.ID)
	}
	require.Equal(t, []string{"x-4", "x-3", "x-1"}, ids)
}
