package diagnosis

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"time"

	"localipay/emulator/alipay"
)

// changedValues tries each parameter by itself: what clients and what stands
// between them and the gateway do to a value after it was signed.
func changedValues(d draft, try try) bool {
	for _, f := range d.fields {
		if !d.keeps(f) {
			continue
		}
		for _, was := range formerly(f) {
			if was == f.value {
				continue
			}
			say := fmt.Sprintf("%s was signed as %s and sent as %s; sign exactly what you send", name(f.name),
				shown(d.of.decoded(was)), shown(d.of.decoded(f.value)))
			out := d.with(f.name, was)
			out.empties = out.empties || was == ""
			if try(out, say) {
				return true
			}
		}
	}
	return false
}

// formerly lists what a value may have been.
func formerly(f field) []string {
	v := f.value
	list := []string{
		trimSpace(v), v + " ", " " + v, v + "\n", v + "\r\n", "\ufeff" + v, strings.ToUpper(v), strings.ToLower(v),
		html.EscapeString(v), phpEntities.Replace(v), markup.Replace(v), html.UnescapeString(v),
		slashes.Replace(v), strings.ReplaceAll(v, `\`, ""), strings.Join(strings.Fields(v), " "),
		strings.ReplaceAll(v, "\r\n", "\n"), strings.ReplaceAll(v, "\n", "\r\n"), strings.ReplaceAll(v, "\n", " "),
		v + "/", strings.TrimSuffix(v, "/"), `"` + v + `"`, strings.Trim(v, `"`),
	}
	if rest, ok := strings.CutPrefix(v, "http://"); ok {
		list = append(list, "https://"+rest)
	}
	if rest, ok := strings.CutPrefix(v, "https://"); ok {
		list = append(list, "http://"+rest)
	}
	list = append(list, amounts(v)...)
	list = append(list, moments(v)...)
	return append(list, sameWords[strings.ToLower(v)]...)
}

var slashes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "'", `\'`)

// sameWords are written in more ways than one.
var sameWords = map[string][]string{
	"utf-8": {"utf-8", "UTF-8", "utf8", "UTF8"}, "gbk": {"gb2312", "GB2312", "GB18030"}, "gb2312": {"GBK", "gbk"},
	"y": {"true", "1", "Yes"}, "n": {"false", "0", "No"}, "true": {"1", "True", "Y"}, "false": {"0", "False", "N"},
}

var number = regexp.MustCompile(`^(\d{1,9})(\.(\d{1,4}))?$`)

// amounts writes the same amount in other ways.
func amounts(v string) []string {
	m := number.FindStringSubmatch(v)
	if m == nil {
		return nil
	}
	whole, cents := m[1], strings.TrimRight(m[3], "0")
	list := []string{whole + ".0", whole + ".00", whole + "." + m[3] + "0", whole + "." + m[3] + "00", thousands(whole)}
	if cents == "" {
		list = append(list, whole)
	} else {
		list = append(list, whole+"."+cents, thousands(whole)+"."+m[3])
	}
	if len(m[3]) <= 2 {
		list = append(list, strings.TrimLeft(whole+(m[3] + "00")[:2], "0"))
	}
	if m[2] == "" && len(whole) > 2 {
		list = append(list, whole[:len(whole)-2]+"."+whole[len(whole)-2:])
	}
	return list
}

func thousands(whole string) string {
	if len(whole) <= 3 {
		return whole
	}
	return thousands(whole[:len(whole)-3]) + "," + whole[len(whole)-3:]
}

// layoutStamp is that of timestamp (gateway-and-trades §1.4).
const layoutStamp = "2006-01-02 15:04:05"

// clockSteps is by how much a time differs that was asked for twice.
const clockSteps = 5

// moments gives the time a little earlier and later, and in other notations.
func moments(v string) []string {
	at, err := time.Parse(layoutStamp, v)
	if err != nil {
		return nil
	}
	list := []string{
		strings.Replace(v, " ", "T", 1), strings.Replace(v, " ", "T", 1) + "+08:00", strings.Replace(v, " ", "T", 1) + "Z",
		at.Format("20060102150405"), at.Format("2006/01/02 15:04:05"),
		at.Add(8 * time.Hour).Format(layoutStamp), at.Add(-8 * time.Hour).Format(layoutStamp),
	}
	for step := 1; step <= clockSteps; step++ {
		d := time.Duration(step) * time.Second
		list = append(list, at.Add(-d).Format(layoutStamp), at.Add(d).Format(layoutStamp))
	}
	return list
}

func trimSpace(s string) string { return strings.Trim(s, " \t\r\n\u00a0\u3000\ufeff") }

const maxShown = 60

// shown is a value within a sentence.
func shown(s string) string {
	return fmt.Sprintf("%q", alipay.Shorten(strings.ToValidUTF8(s, "?"), maxShown))
}

func name(s string) string { return alipay.Shorten(strings.ToValidUTF8(s, "?"), maxShown) }
