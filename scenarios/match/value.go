package match

import (
	"encoding/json"
	"fmt"
	"math/big"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"localipay/emulator/alipay"
)

// normal brings what came into few forms: nil, string, bool, *big.Rat,
// time.Duration, []any and map[string]any, whose members are not yet normal.
func normal(got any) any {
	switch v := got.(type) {
	case nil, string, bool, *big.Rat, time.Duration, []any, map[string]any:
		return v
	case json.Number:
		return numeral(v.String())
	case time.Time:
		return alipay.GMT8(v).Format(time.RFC3339)
	}
	return reflected(reflect.ValueOf(got))
}

func reflected(v reflect.Value) any {
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return normal(v.Elem().Interface())
	case reflect.Slice, reflect.Array:
		return elements(v)
	case reflect.Map:
		return named(v)
	default:
		return numeral(fmt.Sprint(v.Interface()))
	}
}

// numeral is a number where the text is one, as Go and JSON write it.
func numeral(text string) any {
	if value, ok := decimal(text); ok {
		return value
	}
	return text
}

func elements(v reflect.Value) []any {
	out := make([]any, v.Len())
	for i := range out {
		out[i] = v.Index(i).Interface()
	}
	return out
}

func named(v reflect.Value) map[string]any {
	out := make(map[string]any, v.Len())
	for entries := v.MapRange(); entries.Next(); {
		out[fmt.Sprint(entries.Key().Interface())] = entries.Value().Interface()
	}
	return out
}

// decimalForm bounds the exponent, because big.Rat writes 1e999999999 out.
var decimalForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[+-]?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?$`)
})

func decimal(text string) (*big.Rat, bool) {
	if !decimalForm().MatchString(text) {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// readings are the ways in which a text can be compared, by the name that an
// error gives them. Every one is a number: the amount, nanoseconds, or
// nanoseconds since the epoch.
func readings(text string) map[string]*big.Rat {
	found := map[string]*big.Rat{}
	if value, ok := decimal(text); ok {
		found[asNumber] = value
	}
	if span, err := alipay.ParseDuration(text); err == nil {
		found[asSpan] = new(big.Rat).SetInt64(span.Nanoseconds())
	}
	if moment, ok := parseMoment(text); ok {
		found[asTime] = new(big.Rat).SetInt64(moment.UnixMilli())
	}
	return found
}

const (
	asNumber = "a number"
	asSpan   = "a span of time"
	asTime   = "a time"
)

func parseMoment(text string) (time.Time, bool) {
	if moment, err := time.Parse(time.RFC3339, text); err == nil {
		return moment, true
	}
	if !strings.Contains(text, " ") { // a bare number is an amount
		return time.Time{}, false
	}
	moment, err := alipay.ParseTimestamp(text)
	return moment, err == nil
}

// readingsOf are those of a value that came.
func readingsOf(got any) map[string]*big.Rat {
	switch v := got.(type) {
	case *big.Rat:
		return map[string]*big.Rat{asNumber: v}
	case time.Duration:
		return map[string]*big.Rat{asSpan: new(big.Rat).SetInt64(v.Nanoseconds())}
	case string:
		return readings(v)
	}
	return nil
}

// show writes a value that came into one line.
func show(got any) string {
	switch v := normal(got).(type) {
	case nil:
		return "nothing"
	case string:
		return quote(v)
	case *big.Rat:
		return plain(v) + " (" + asNumber + ")"
	case bool:
		return strconv.FormatBool(v) + " (a truth)"
	case time.Duration:
		return v.String()
	case []any:
		return fmt.Sprintf("a list of %d: %s", len(v), brief(v))
	case map[string]any:
		return "a map: " + brief(v)
	default:
		return quote(fmt.Sprint(v))
	}
}

func brief(got any) string {
	data, err := json.Marshal(got)
	if err != nil {
		return cut(fmt.Sprint(got))
	}
	return cut(string(data))
}

// plain writes a number as a person would: 3, 0.0125.
func plain(value *big.Rat) string {
	if value.IsInt() {
		return cut(value.Num().String())
	}
	digits, exact := value.FloatPrec()
	if !exact {
		digits = 20
	}
	return cut(value.FloatString(digits))
}

// quote leaves a text bare where it can be told from the words around it.
func quote(text string) string {
	odd := strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
	if text == "" || odd || !utf8.ValidString(text) || strings.TrimSpace(text) != text {
		return strconv.Quote(cut(text))
	}
	return cut(text)
}

// cut keeps a page of HTML from filling the screen.
func cut(text string) string {
	const most = 200
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}
