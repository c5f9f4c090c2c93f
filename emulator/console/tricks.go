package console

import (
	"cmp"
	"slices"

	"localipay/emulator/alipay"
	"localipay/emulator/fault"
)

// trick is a card of the gallery: a kind of trouble, for calls or for
// notifications, and what it has to be told. Its text is faults.trick.ID.
type trick struct {
	ID      string
	Kind    string
	Targets []string
	Inputs  []input
	value   func(field func(string) string) any // what stands behind the kind
}

// input is a field of a trick. Its label is faults.input.Name.
type input struct {
	Name    string
	Type    string // "choice", "text", "number", "code" or "yes"
	Options []string
	Value   string // to begin with
	Of      string // the trick: its options' texts are faults.option.Of.…
}

// tricks are every kind of trouble, what shops meet most often first. A test
// holds them against package fault.
func tricks() []trick {
	const notice = fault.TargetNotification
	return []trick{
		chosen("lose", "lose", callTargets("lose"), "response", "request"),
		chosen("hang", "hang", callTargets("hang"), "response", "request"),
		plain("delay", "delay", callTargets("delay"), input{Name: "span", Type: "text", Value: "3s"}),
		plain("error", "error", callTargets("error"), input{Name: "code", Type: "code", Value: "SYSTEM_ERROR"}),
		{
			ID: "error_commit", Kind: "error", Targets: callTargets("error"), Inputs: []input{{Name: "code", Type: "code", Value: "SYSTEM_ERROR"}},
			value: func(field func(string) string) any {
				return map[string]any{"code": field("code"), "after": "commit"}
			},
		},
		plain("fail", "fail", callTargets("fail"), input{Name: "code", Type: "code", Value: "TRADE_STATUS_ERROR"}),
		yes("unknown", callTargets("unknown")),
		{
			ID: "http", Kind: "http", Targets: callTargets("http"), Inputs: []input{{Name: "status", Type: "number", Value: "503"}},
			value: func(field func(string) string) any { return number(field("status")) },
		},
		chosen("corrupt", "corrupt", callTargets("corrupt"), fault.CorruptSignature, fault.CorruptXML, fault.CorruptTruncate, fault.CorruptCharset),

		plain("delay_notice", "delay", []string{notice}, input{Name: "later", Type: "text", Value: "10m"}),
		{
			ID: "lose_notice", Kind: "lose", Targets: []string{notice},
			Inputs: []input{{Name: "what", Type: "choice", Options: []string{"true", "ack"}, Value: "true", Of: "lose_notice"}},
			value: func(field func(string) string) any {
				if field("what") == "true" {
					return true
				}
				return field("what")
			},
		},
		{
			ID: "duplicate", Kind: "duplicate", Targets: []string{notice},
			Inputs: []input{{Name: "copies", Type: "number", Value: "3"}, {Name: "together", Type: "yes"}},
			value: func(field func(string) string) any {
				return map[string]any{"times": number(field("copies")), "together": field("together") == "true"}
			},
		},
		yes("hold", []string{notice}),
		chosen("corrupt_notice", "corrupt", []string{notice}, fault.CorruptSignature, fault.CorruptUnsigned, fault.CorruptAmount),
	}
}

func trickOf(id string) (trick, bool) {
	all := tricks()
	i := slices.IndexFunc(all, func(k trick) bool { return k.ID == id })
	if i < 0 {
		return trick{}, false
	}
	return all[i], true
}

// chosen is a trick that is told one of a few words.
func chosen(id, kind string, targets []string, words ...string) trick {
	return plain(id, kind, targets, input{Name: "what", Type: "choice", Options: words, Value: words[0], Of: id})
}

// plain is a trick that is told one text.
func plain(id, kind string, targets []string, in input) trick {
	return trick{id, kind, targets, []input{in}, func(field func(string) string) any { return field(in.Name) }}
}

// yes is a trick that is told nothing.
func yes(kind string, targets []string) trick {
	return trick{ID: kind, Kind: kind, Targets: targets, value: func(func(string) string) any { return true }}
}

// callTargets are the calls that a kind of trouble can be made of, the most
// likely first.
func callTargets(kind string) (list []string) {
	for _, target := range fault.Targets() {
		if target != fault.TargetNotification && slices.Contains(fault.Kinds(target), kind) {
			list = append(list, target)
		}
	}
	slices.SortStableFunc(list, func(a, b string) int {
		return cmp.Compare(unlikely(a), unlikely(b))
	})
	return list
}

func unlikely(target string) int {
	if target == alipay.ServiceRefund {
		return 0
	}
	return 1
}
