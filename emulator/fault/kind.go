package fault

import (
	"slices"

	"localipay/emulator/alipay"
	"localipay/emulator/strict"
	"localipay/emulator/suggest"
)

// place is where trouble can be made.
type place byte

const (
	onService place = 1 << iota
	onVerify
	onNotification
)

func placeOf(target string) place {
	switch target {
	case TargetNotification:
		return onNotification
	case alipay.ServiceNotifyVerify:
		return onVerify
	}
	return onService
}

// kind is a row of the table. A kind that the place has no use for has no
// function for it.
type kind struct {
	name string
	at   place
	// only names the services that it is for, or none for all.
	only []string
	read func(v value) (Do, error)
	show func(d Do) any // what stands behind the kind, as JSON has it
	call func(d Do, c *Call)
	send func(d Do, s *Send)
	// adds tells that it decides nothing: it acts beside other rules.
	adds bool
}

// kinds is the one list of what a rule can do.
var kinds = [...]kind{
	delay, lose, hang, gatewayError, businessFailure, unknown, httpStatus, corrupt, duplicate, hold,
}

func find(name string) (kind, bool) {
	i := slices.IndexFunc(kinds[:], func(k kind) bool { return k.name == name })
	if i < 0 {
		return kind{show: func(Do) any { return nil }}, false
	}
	return kinds[i], true
}

// fits tells whether the kind can be done to a target.
func (k kind) fits(target string) bool {
	return k.at&placeOf(target) != 0 && (len(k.only) == 0 || slices.Contains(k.only, target))
}

// Kinds lists what can be done to a target.
func Kinds(target string) []string {
	var names []string
	for _, k := range kinds {
		if k.fits(target) {
			names = append(names, k.name)
		}
	}
	return names
}

// value is what stands behind a kind, in a rule for a target.
type value struct {
	source strict.Source
	strict.Member
	target string
}

func (v value) errorf(format string, args ...any) error {
	return v.source.Errorf(v.Value, "do: "+v.Name+": "+format, args...)
}

// word reads one of a few words. The word true is none in quotes.
func (v value) word(words ...string) (string, error) {
	word, tag := v.Value.Value, "!!str"
	if word == wordTrue {
		tag = "!!bool"
	}
	if v.Value.Kind == scalar && v.Value.ShortTag() == tag && slices.Contains(words, word) {
		return word, nil
	}
	return "", v.errorf("%s is none of its words%s", strict.Describe(v.Value), suggest.DidYouMean(strict.Short(v.Value.Value), words))
}

// yes reads the word true, which is all that can be said of some kinds.
func (v value) yes() error {
	if _, err := v.word(wordTrue); err != nil {
		return v.errorf("%s stands where only true can", strict.Describe(v.Value))
	}
	return nil
}

// code reads a code of THE table.
func (v value) code(m strict.Member) (alipay.Code, error) {
	text, err := v.source.Text(m, "do: "+v.Name)
	if err != nil {
		return "", err
	}
	if _, ok := alipay.LookupCode(alipay.Code(text)); !ok {
		return "", v.source.Errorf(m.Value, "do: %s: %q is no code of Alipay's that localipay knows%s", v.Name, strict.Short(text),
			suggest.DidYouMean(strict.Short(text), alipay.CodeNames()))
	}
	return alipay.Code(text), nil
}
