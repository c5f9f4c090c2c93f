package fault_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"localipay/emulator/alipay"
	"localipay/emulator/fault"
)

// calling is a call of a service with parameters.
func calling(service string, params ...string) fault.Subject {
	return fault.Subject{Target: service, Get: func(name string) (string, bool) {
		for i := 0; i+1 < len(params); i += 2 {
			if params[i] == name {
				return params[i+1], true
			}
		}
		return "", false
	}}
}

func never(string, int) float64 { return 0.999 }

// rulebook keeps rules as a store does.
type rulebook struct{ rules []fault.Rule }

func book(t *testing.T, text string) *rulebook {
	t.Helper()
	rules, err := fault.Parse("f.yaml", []byte(text))
	require.NoError(t, err)
	for i := range rules {
		rules[i].ID = "F" + string(rune('1'+i))
	}
	return &rulebook{rules}
}

func (b *rulebook) keep(changed []fault.Rule) {
	for _, r := range changed {
		b.rules[slices.IndexFunc(b.rules, func(old fault.Rule) bool { return old.ID == r.ID })] = r
	}
}

func (b *rulebook) call(on fault.Subject) fault.Call {
	plan, changed := fault.ForCall(slices.Values(b.rules), on, never)
	b.keep(changed)
	return plan
}

func (b *rulebook) send(on fault.Subject) fault.Send {
	plan, changed := fault.ForSend(slices.Values(b.rules), on, never)
	b.keep(changed)
	return plan
}

// met gives how often each rule matched and acted.
func (b *rulebook) met() (list [][2]int) {
	for _, r := range b.rules {
		list = append(list, [2]int{r.Matched, r.Acted})
	}
	return list
}

func TestWhen(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		when string
		on   fault.Subject
		want bool
	}{
		"all fields must match":                {`{a: x, b: y}`, calling(refund, "a", "x", "b", "z"), false},
		"further fields do not matter":         {`{a: x}`, calling(refund, "a", "x", "b", "z"), true},
		"a field that is absent never matches": {`{a: "*"}`, calling(refund), false},
		"one that is empty does":               {`{a: "*"}`, calling(refund, "a", ""), true},
		"another service's call never matches": {`{a: x}`, calling(cancel, "a", "x"), false},
		"no field at all matches every call":   {`{}`, calling(refund), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := book(t, "- {target: "+refund+", when: "+tc.when+", do: {http: 503}}")
			require.Equal(t, tc.want, b.call(tc.on).Status == 503)
			require.Equal(t, tc.want, b.rules[0].Matched == 1)
		})
	}
	t.Run("* is the nine services and nothing else", func(t *testing.T) {
		t.Parallel()
		r := fault.Rule{Target: "*"}
		for _, service := range alipay.Services() {
			require.True(t, r.Aims(service))
		}
		require.Len(t, alipay.Services(), 9)
		for _, other := range []string{"notify_verify", "notification", "", "create_direct_pay_by_user"} {
			require.False(t, r.Aims(other), other)
		}
	})
}

// TestWildcards holds patterns against a simple regexp.
func TestWildcards(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		pattern := rapid.StringOfN(rapid.RuneFrom([]rune("ab*麵.")), 0, 8, -1).Draw(r, "pattern")
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab麵.\n")), 0, 12, -1).Draw(r, "text")
		parts := strings.Split(pattern, "*")
		for i, part := range parts {
			parts[i] = regexp.QuoteMeta(part)
		}
		want := regexp.MustCompile(`(?s)\A` + strings.Join(parts, ".*") + `\z`).MatchString(text)
		rule := fault.Rule{Target: refund, When: []alipay.Field{{Name: "a", Value: pattern}}, Probability: 1, Do: fault.Do{Kind: "http"}}
		_, changed := fault.ForCall(slices.Values([]fault.Rule{rule}), calling(refund, "a", text), never)
		require.Equal(r, want, len(changed) == 1)
	})
}

func TestCounting(t *testing.T) {
	t.Parallel()
	acts := func(b *rulebook, calls int) (on []int) {
		for i := range calls {
			if b.call(calling(refund)).Status != 0 {
				on = append(on, i+1)
			}
		}
		return on
	}
	t.Run("acts once unless told otherwise, and goes on counting", func(t *testing.T) {
		t.Parallel()
		b := book(t, "- {target: '*', do: {http: 503}}")
		require.Equal(t, []int{1}, acts(b, 4))
		require.Equal(t, [][2]int{{4, 1}}, b.met())
	})
	t.Run("lets the first matches through", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, []int{3, 4}, acts(book(t, "- {target: '*', after: 2, times: 2, do: {http: 503}}"), 6))
	})
	t.Run("acts without end where times is 0", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, []int{2, 3, 4, 5}, acts(book(t, "- {target: '*', after: 1, times: 0, do: {http: 503}}"), 5))
	})
	t.Run("does not count what it does not match", func(t *testing.T) {
		t.Parallel()
		b := book(t, "- {target: '*', when: {a: x}, after: 1, do: {http: 503}}")
		for _, a := range []string{"y", "x", "y"} {
			require.Zero(t, b.call(calling(refund, "a", a)).Status)
		}
		require.Equal(t, 503, b.call(calling(refund, "a", "x")).Status)
		require.Equal(t, [][2]int{{2, 1}}, b.met())
	})
}

func TestProbability(t *testing.T) {
	t.Parallel()
	drawn := []string{}
	draw := func(rule string, match int) float64 {
		drawn = append(drawn, rule)
		return []float64{0.3, 0.29, 0, 0.9}[match-1]
	}
	acted := func(p string) (on []bool) {
		b := book(t, "- {target: '*', times: 0, probability: "+p+", do: {http: 503}}")
		for range 4 {
			plan, changed := fault.ForCall(slices.Values(b.rules), calling(refund), draw)
			b.keep(changed)
			on = append(on, plan.Status != 0)
		}
		return on
	}
	require.Equal(t, []bool{false, true, true, false}, acted("0.3"), "it acts where the draw is below")
	require.Equal(t, []bool{false, false, false, false}, acted("0"))
	require.Equal(t, slices.Repeat([]string{"F1"}, 8), drawn, "each draws from the rule and the number of the match")
	require.Equal(t, []bool{true, true, true, true}, acted("1"))
	require.Len(t, drawn, 8, "what is certain is not drawn")
}

func TestSeveralRules(t *testing.T) {
	t.Parallel()
	t.Run("the first that decides wins; the loser has matched and not acted", func(t *testing.T) {
		t.Parallel()
		b := book(t, "- {target: '*', do: {http: 503}}\n- {target: "+refund+", do: {error: SYSTEM_ERROR}}")
		plan := b.call(calling(refund))
		require.Equal(t, fault.Call{Status: 503, Nothing: true, Labels: []string{"F1 http: 503"}}, plan)
		require.Equal(t, [][2]int{{1, 1}, {1, 0}}, b.met())
		require.Equal(t, fault.Call{Error: "SYSTEM_ERROR", Nothing: true, Labels: []string{"F2 error: SYSTEM_ERROR"}}, b.call(calling(refund)))
		require.Equal(t, [][2]int{{2, 1}, {2, 1}}, b.met())
	})
	t.Run("delays add up, before and behind the one that decides", func(t *testing.T) {
		t.Parallel()
		b := book(t, "- {target: '*', do: {delay: 3s}}\n- {target: '*', do: {lose: response}}\n- {target: '*', do: {delay: 500ms}}")
		require.Equal(t, fault.Call{
			Delay: 3500 * time.Millisecond, Early: true, End: fault.Closed,
			Labels: []string{"F1 delay: 3s", "F2 lose: response", "F3 delay: 500ms"},
		}, b.call(calling(refund)))
	})
	t.Run("of a notification work alike, and hold names its rule", func(t *testing.T) {
		t.Parallel()
		b := book(t, `
- {target: notification, do: {delay: 10m}}
- {target: notification, do: {hold: true}}
- {target: notification, do: {lose: true}}
- {target: notification, do: {delay: 1d}}`)
		require.Equal(t, fault.Send{
			Delay: 10*time.Minute + alipay.Day, Hold: "F2", Labels: []string{"F1 delay: 10m", "F2 hold: true", "F4 delay: 1d"},
		}, b.send(calling("notification")))
		require.Equal(t, fault.Send{Lose: true, Labels: []string{"F3 lose: true"}}, b.send(calling("notification")))
		require.Equal(t, fault.Send{}, b.send(calling("notification")), "the zero value lets it be")
	})
	t.Run("of an unknown kind do nothing", func(t *testing.T) {
		t.Parallel()
		rule := fault.Rule{Target: "*", Probability: 1, Do: fault.Do{Kind: "explode"}}
		plan, _ := fault.ForCall(slices.Values([]fault.Rule{rule}), calling(refund), never)
		require.Equal(t, fault.Call{}, plan)
	})
}

// TestWhatACallComesTo has each kind for a service.
func TestWhatACallComesTo(t *testing.T) {
	t.Parallel()
	for do, want := range map[string]fault.Call{
		"lose: request":       {End: fault.Closed, Nothing: true},
		"lose: response":      {End: fault.Closed},
		"hang: request":       {End: fault.Silent, Nothing: true},
		"hang: response":      {End: fault.Silent, Early: true},
		"error: SYSTEM_ERROR": {Error: "SYSTEM_ERROR", Nothing: true},
		"error: {code: SYSTEM_ERROR, after: commit}": {Error: "SYSTEM_ERROR"},
		"fail: TRADE_STATUS_ERROR":                   {Fail: "TRADE_STATUS_ERROR", Nothing: true},
		"unknown: true":                              {Unknown: true},
		"http: 503":                                  {Status: 503, Nothing: true},
		"corrupt: xml":                               {Corrupt: "xml"},
		"delay: 3s":                                  {Delay: 3 * time.Second, Early: true},
	} {
		t.Run(do, func(t *testing.T) {
			t.Parallel()
			plan := book(t, "- {target: "+refund+", do: {"+do+"}}").call(calling(refund))
			require.Len(t, plan.Labels, 1)
			plan.Labels = nil
			require.Equal(t, want, plan)
		})
	}
}
