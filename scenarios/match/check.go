package match

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"

	"localipay/emulator/alipay"
)

type checker struct {
	expand func(string) string
}

// check wants got in its normal form.
func (c checker) check(path string, e Expectation, got any) []Difference {
	switch e.kind {
	case mapping:
		return c.checkMap(path, e, got)
	case list:
		return c.checkList(path, e, got)
	}
	want, came, ok := c.scalar(e, got)
	if ok {
		return nil
	}
	if came == "" {
		came = show(got)
	}
	return []Difference{{path, e.node.Line, want, came}}
}

// scalar tells whether got is met by an expectation of one value. came is ""
// where there is no more to say than what came.
func (c checker) scalar(e Expectation, got any) (want, came string, ok bool) {
	switch e.kind {
	case absent:
		return "nothing", "", got == nil
	case truth:
		value, is := got.(bool)
		return strconv.FormatBool(e.truth), unlikeNumber(e, got), is && value == e.truth
	case number:
		value, is := got.(*big.Rat)
		return plain(e.number), unlikeNumber(e, got), is && value.Cmp(e.number) == 0
	case text:
		return c.text(e, got)
	case pattern:
		return c.pattern(e, got)
	case comparison:
		return c.comparison(e, got)
	}
	return "", "", true
}

// unlikeNumber is the advice for a number or truth that came as a text. A
// number beside a number needs no word that it is one.
func unlikeNumber(e Expectation, got any) string {
	switch v := got.(type) {
	case string:
		return fmt.Sprintf("%q (a text): write it in quotes", cut(v))
	case *big.Rat:
		if e.kind == number {
			return plain(v)
		}
	case bool:
		if e.kind == truth {
			return plainOf(v)
		}
	}
	return ""
}

func (c checker) text(e Expectation, got any) (want, came string, ok bool) {
	want = c.expand(e.text)
	switch v := got.(type) {
	case string:
		return quote(want), "", v == want
	case time.Duration:
		span, err := alipay.ParseDuration(want)
		return quote(want), "", err == nil && span == v
	case *big.Rat, bool:
		if isVariable(e.text) { // it was saved from a number, and is a text since
			return quote(want), "", plainOf(v) == want
		}
		return strconv.Quote(cut(want)), show(got) + ": write it without quotes", false
	}
	return quote(want), "", false
}

// pattern looks at numbers and truths as JSON writes them.
func (c checker) pattern(e Expectation, got any) (want, came string, ok bool) {
	regex, inner := e.regex, e.text
	if regex == nil {
		inner = fill(e.text, c.expand)
		var err error
		if regex, err = regexp.Compile(inner); err != nil {
			return quote("/" + inner + "/"), fmt.Sprintf("%s (and that is no regular expression: %s)", show(got), err), false
		}
	}
	switch v := got.(type) {
	case string:
		ok = regex.MatchString(v)
	case *big.Rat, bool:
		ok = regex.MatchString(plainOf(v))
	}
	return quote("/" + inner + "/"), "", ok
}

// isVariable tells whether a text is one ${x} and nothing else.
func isVariable(text string) bool {
	return strings.HasPrefix(text, "${") && strings.IndexByte(text, '}') == len(text)-1
}

// plainOf writes a number or truth as JSON does.
func plainOf(got any) string {
	if value, ok := got.(*big.Rat); ok {
		return plain(value)
	}
	return fmt.Sprint(got)
}

func (c checker) comparison(e Expectation, got any) (want, came string, ok bool) {
	operand := strings.TrimSpace(c.expand(e.text))
	want = e.op + " " + quote(operand)
	came = unlike(got, operand)
	mine, theirs := readings(operand), readingsOf(got)
	for _, as := range []string{asNumber, asSpan, asTime} {
		if mine[as] != nil && theirs[as] != nil {
			return want, "", holds(e.op, theirs[as].Cmp(mine[as]))
		}
	}
	switch got.(type) {
	case nil:
		return want, "", e.op == "!="
	case string, bool:
		if byValue(e.op) {
			return want, "", (fmt.Sprint(got) == operand) == (e.op == "==")
		}
	}
	return want, came, e.op == "!="
}

func holds(op string, order int) bool {
	switch op {
	case "==":
		return order == 0
	case "!=":
		return order != 0
	case ">":
		return order > 0
	case ">=":
		return order >= 0
	case "<":
		return order < 0
	}
	return order <= 0
}

// unlike says why two values cannot be compared.
func unlike(got any, operand string) string {
	for _, as := range []string{asNumber, asSpan, asTime} {
		if readings(operand)[as] != nil {
			return show(got) + ", which cannot be compared with " + as
		}
	}
	return fmt.Sprintf("%s, but %q is no amount, number, span or time to compare it with", show(got), cut(operand))
}
