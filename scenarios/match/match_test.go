package match_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"localipay/scenarios/match"
)

func read(text string) (match.Expectation, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil || len(doc.Content) == 0 {
		return match.Expectation{}, fmt.Errorf("a.yaml: %w", err)
	}
	return match.Read("a.yaml", doc.Content[0], "expect")
}

func expand(text string) string {
	return strings.NewReplacer("$${", "${", "${code}", "T.1", "${re}", "/.*/", "${cmp}", ">= 0", "${n}", "3", "${span}", "5s").Replace(text)
}

// differences reads what is expected and compares.
func differences(t *testing.T, expected string, got any) []string {
	t.Helper()
	e, err := read(expected)
	require.NoError(t, err)
	found := []string{}
	for _, d := range e.Check(got, expand) {
		require.NotZero(t, d.Line)
		found = append(found, d.String())
	}
	return found
}

type word string

type fits struct {
	expected string
	got      any
}

func TestWhatIsMet(t *testing.T) {
	t.Parallel()
	x := "x"
	for name, c := range map[string]fits{
		"a text":                               {"SUCCESS", "SUCCESS"},
		"an empty text":                        {`""`, ""},
		"a text of a named kind":               {"SUCCESS", word("SUCCESS")},
		"a text behind a pointer":              {"x", &x},
		"a variable":                           {"${code}", "T.1"},
		"a variable that looks like a regex":   {"${re}", "/.*/"},
		"a variable like a comparison":         {"${cmp}", ">= 0"},
		"a variable that is a number":          {"${n}", 3},
		"a literal ${":                         {"$${code}", "${code}"},
		"a date, quoted":                       {`"2026-03-02"`, "2026-03-02"},
		"a date, bare":                         {"2026-03-02T10:00:00+08:00", "2026-03-02T10:00:00+08:00"},
		"a date that is a time":                {"2026-03-02T10:00:00+08:00", time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)},
		"a span as a text":                     {"90s", 90 * time.Second},
		"a path is no regex":                   {"/tmp", "/tmp"},
		"a regex, anywhere":                    {"/b+/", "abbc"},
		"a regex, anchored":                    {`/^2026\d{4}$/`, "20260302"},
		"a regex on a number":                  {"/^3$/", 3},
		"a regex on a truth":                   {"/true/", true},
		"a regex with a variable":              {"/^${code}$/", "T.1"},
		"a regex with a literal ${":            {"/^$${a}$/", "${a}"},
		"a regex of every line":                {"/(?m)^b$/", "a\nb\n"},
		"at least":                             {`">= 30.00"`, "30.00"},
		"at least, without a blank":            {`">=30"`, "30.00"},
		"more than, exactly":                   {`"> 0.3"`, "0.30000000000000000001"},
		"less than a span":                     {`"< 3s"`, 2 * time.Second},
		"less than days":                       {`"< 180d"`, "4319h"},
		"more than no span":                    {`"> 0"`, time.Second},
		"more than a number":                   {`"> 2"`, 3},
		"more than a number of JSON":           {`"> 2"`, json.Number("2.5")},
		"a later time":                         {`"> 2026-03-02T10:00:00+08:00"`, "2026-03-02 10:00:01"},
		"at most, of a variable":               {`"<= ${n}"`, "3.00"},
		"at most, of a variable span":          {`"<= ${span}"`, 5 * time.Second},
		"the same value":                       {`"== 30"`, "30.00"},
		"the same text":                        {`"== /tmp/"`, "/tmp/"},
		"the same text, a comparison":          {`"== > 3"`, "> 3"},
		"the same truth":                       {`"== true"`, true},
		"another text":                         {`"!= SUCCESS"`, "FAIL"},
		"another than what is absent":          {`"!= SUCCESS"`, nil},
		"not empty":                            {`"!= "`, "x"},
		"another than a list":                  {`"!= x"`, []any{}},
		"a number":                             {"3", 3},
		"a number of JSON":                     {"3", json.Number("3")},
		"a number with places":                 {"3.50", 3.5},
		"a number of another width":            {"3", uint8(3)},
		"a truth":                              {"true", true},
		"another truth":                        {"False", false},
		"nothing":                              {"null", nil},
		"nothing, as a nil pointer":            {"null", (*string)(nil)},
		"a member that is absent":              {"a: null", map[string]any{}},
		"the named members of a map":           {"{a: x, b: {c: 1}}", map[string]any{"a": "x", "b": map[string]any{"c": 1, "d": 2}}},
		"a map of texts":                       {"a: x", map[string]string{"a": "x"}},
		"a list":                               {"[x, 2]", []any{"x", 2}},
		"a list of texts":                      {"[x, /y/]", []string{"x", "y"}},
		"an empty list":                        {"[]", []any{}},
		"an empty map":                         {"{}", map[string]any{"a": 1}},
		"an empty map of what is not there":    {"{}", nil},
		"a list of maps by their named parts":  {"[{a: 1}]", []map[string]any{{"a": 1, "b": 2}}},
		"places of a list":                     {"{0: x, \"2\": {a: 1}}", []any{"x", "y", map[string]any{"a": 1}}},
		"a place that is not there, as absent": {"{3: null}", []any{"x"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Empty(t, differences(t, c.expected, c.got))
		})
	}
}

func TestTheZeroExpectationIsMetByAnything(t *testing.T) {
	t.Parallel()
	require.Empty(t, match.Expectation{}.Check("x", nil))
	require.Empty(t, match.Expectation{}.Texts())
}

type differs struct {
	expected string
	got      any
	want     string
}

func differing() map[string]differs {
	return map[string]differs{
		"another text":              {"trade_status: TRADE_CLOSED", map[string]any{"trade_status": "TRADE_SUCCESS"}, "trade_status: expected TRADE_CLOSED, came TRADE_SUCCESS"},
		"a text, not its part":      {"A", "AB", "expected A, came AB"},
		"a text in another case":    {"a", "A", "expected a, came A"},
		"an empty text":             {"a", "", `expected a, came ""`},
		"a blank at the end":        {"a", "a ", `expected a, came "a "`},
		"a control character":       {"a", "\x1b[2J", `expected a, came "\x1b[2J"`},
		"a text that is absent":     {"a: b", map[string]any{}, "a: expected b, came nothing"},
		"a text where a number is":  {`a: "3"`, map[string]any{"a": 3}, `a: expected "3", came 3 (a number): write it without quotes`},
		"a text where a truth is":   {`"true"`, true, `expected "true", came true (a truth): write it without quotes`},
		"a text where a map is":     {"a", map[string]any{"b": 1}, `expected a, came a map: {"b":1}`},
		"a text where a list is":    {"a", []any{1, "x"}, `expected a, came a list of 2: [1,"x"]`},
		"a number where a text is":  {"3", "3", `expected 3, came "3" (a text): write it in quotes`},
		"a truth where a text is":   {"true", "true", `expected true, came "true" (a text): write it in quotes`},
		"another number":            {"3", 4, "expected 3, came 4"},
		"a broken number":           {"3", 3.5, "expected 3, came 3.5"},
		"a number where a truth is": {"1", true, "expected 1, came true (a truth)"},
		"a truth where a number is": {"true", 1, "expected true, came 1 (a number)"},
		"another truth":             {"true", false, "expected true, came false"},
		"what should be absent":     {"a: null", map[string]any{"a": ""}, `a: expected nothing, came ""`},
		"an unmet regex":            {"/^a/", "ba", "expected /^a/, came ba"},
		"a regex of what is absent": {
			"/.*/", nil, "expected /.*/, came nothing",
		},
		"a variable in a regex is a text": {"/^${code}$/", "TX1", `expected /^T\.1$/, came TX1`},
		"a variable that is a regex":      {"${re}", "anything", "expected /.*/, came anything"},
		"a regex of a variable that is one": {
			"/^${re}$/", "anything", `expected /^/\.\*/$/, came anything`,
		},
		"too little":              {`">= 30.00"`, "29.99", "expected >= 30.00, came 29.99"},
		"as much":                 {`"> 0.1"`, "0.10", "expected > 0.1, came 0.10"},
		"too long":                {`"< 3s"`, 3 * time.Second, "expected < 3s, came 3s"},
		"a span without its unit": {`"< 3"`, time.Second, "expected < 3, came 1s, which cannot be compared with a number"},
		"an amount that is none":  {`"> 3"`, "many", "expected > 3, came many, which cannot be compared with a number"},
		"a comparison of nothing": {`">= 3"`, nil, "expected >= 3, came nothing"},
		"a comparison of a map":   {`"<= 3"`, map[string]any{}, "expected <= 3, came a map: {}, which cannot be compared with a number"},
		"a comparison of a truth": {`"<= 3"`, true, "expected <= 3, came true (a truth), which cannot be compared with a number"},
		"a variable of no number": {`"> ${code}"`, "4", `expected > T.1, came 4, but "T.1" is no amount, number, span or time to compare it with`},
		"the same text":           {`"!= x"`, "x", "expected != x, came x"},
		"the same value":          {`"!= 3"`, "3.00", "expected != 3, came 3.00"},
		"another value":           {`"== 3"`, "3.01", "expected == 3, came 3.01"},
		"no value":                {`"== 3"`, nil, "expected == 3, came nothing"},
		"a longer list":           {"[a]", []any{"a", "b"}, `expected a list of 1, came a list of 2: ["a","b"]`},
		"no list":                 {"[a]", "a", "expected a list of 1, came a"},
		"an element":              {"{l: [{a: 1}, {a: 2}]}", map[string]any{"l": []any{map[string]any{"a": 1}, map[string]any{"a": 3}}}, "l.1.a: expected 2, came 3"},
		"a place":                 {"{l: {1: x}}", map[string]any{"l": []any{"x"}}, "l.1: expected x, came nothing"},
		"a name in a list":        {"{l: {a: x}}", map[string]any{"l": []any{"x"}}, `l: expected a map with a, came a list of 1: ["x"]; name its elements by their places: 0, 1, …`},
		"a map that is absent":    {"{a: {b: 1, c: 2}}", map[string]any{}, "a: expected a map with b, c, came nothing"},
		"a text for a map":        {"{a: {}}", map[string]any{"a": "x"}, "a: expected a map, came x"},
		"a long page":             {"a", strings.Repeat("é", 300), "expected a, came " + strings.Repeat("é", 200) + "…"},
	}
}

func TestWhatDiffers(t *testing.T) {
	t.Parallel()
	for name, c := range differing() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, []string{c.want}, differences(t, c.expected, c.got))
		})
	}
	t.Run("everything that differs, in the order of the file, with its line", func(t *testing.T) {
		t.Parallel()
		e, err := read("b: 1\na: 2\nc: x\n")
		require.NoError(t, err)
		found := e.Check(map[string]any{"a": 3, "c": "x"}, nil)
		require.Equal(t, []match.Difference{{"b", 1, "1", "nothing"}, {"a", 2, "2", "3"}}, found)
	})
}

func TestWhatIsRefusedWhenRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ expected, want string }{
		"a broken regex":          {"\na: /[/", `a.yaml:2: expect: a: "/[/" is not a regular expression: missing closing ]`},
		"a regex of another kind": {"/a(?=b)/", `is not a regular expression: invalid or unsupported Perl syntax`},
		"a broken regex with ${}": {"/(${x}/", "missing closing )"},
		"a comparison of nothing": {`">= "`, `compares with "", which is no amount, number, span or time`},
		"a page of HTML":          {"<html>", `for this very text, "== <html>"`},
		"an alias":                {"a: &a x\nb: *a", "a.yaml:2: expect: b: the alias *a"},
		"a merged map":            {"a: &a {b: c}\nd: {<<: *a}", "a.yaml:2: expect: d: << (another mapping's members) is not read here"},
		"a name twice":            {"a: 1\na: 2", "a is given twice"},
		"a name that is a list":   {"[a]: 1", "stands where a name belongs"},
		"a number of YAML's own":  {"0x10", "0x10 is not a number as JSON has them"},
		"no number":               {".nan", "is not a number as JSON has them"},
		"a huge exponent":         {"1.5e9_0", "is not a number as JSON has them"},
		"a thing of another tag":  {"!!binary aGk=", "is no value of a kind that is known here"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := read(c.expected)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestTextsAreListedAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	e, err := read("a: ${x}\nb: ['/${y}/', 3]\nc: {d: '> ${z}', e: null}\n")
	require.NoError(t, err)
	var values []string
	for i, text := range e.Texts() {
		require.Equal(t, i+1, text.Node.Line)
		values = append(values, text.Value)
	}
	require.Equal(t, []string{"${x}", "/${y}/", "> ${z}"}, values)
}

func FuzzRead(f *testing.F) {
	for _, c := range differing() {
		f.Add(c.expected, "x")
	}
	f.Add("/${a/", "${")
	f.Add("/$${/", "1e5")
	f.Fuzz(func(t *testing.T, expected, got string) {
		e, err := read(expected)
		if err != nil {
			require.True(t, strings.HasPrefix(err.Error(), "a.yaml"), err.Error())
			return
		}
		e.Texts()
		var came any
		if yaml.Unmarshal([]byte(got), &came) != nil {
			came = got
		}
		for _, d := range e.Check(came, expand) {
			require.NotContains(t, d.Path+d.Want, "\x1b")
			require.NotEmpty(t, d.String())
		}
		require.Equal(t, len(e.Check(got, nil)), len(e.Check(word(got), nil)))
	})
}

// FuzzValueIsNoExpression: whatever a variable holds, a text that names it is
// met by that and nothing else.
func FuzzValueIsNoExpression(f *testing.F) {
	f.Add("/.*/", "anything")
	f.Add("> 0", "1")
	f.Fuzz(func(t *testing.T, value, got string) {
		fill := func(text string) string { return strings.ReplaceAll(text, "${v}", value) }
		bare, err := read("${v}")
		require.NoError(t, err)
		require.Equal(t, value == got, len(bare.Check(got, fill)) == 0)
		regex, err := read(`/^(?s:${v})\z/`)
		require.NoError(t, err)
		if strings.ToValidUTF8(value, "") == value && strings.ToValidUTF8(got, "") == got {
			require.Equal(t, value == got, len(regex.Check(got, fill)) == 0, "%q %q", value, got)
		}
	})
}
