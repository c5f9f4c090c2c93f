package console

import (
	"html/template"
	"net/http"
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/page"
)

// sayer gives the texts in the reader's language, for sentences that are put
// together in Go.
func sayer(r *http.Request, texts page.Texts) say {
	lang := page.LangOf(r)
	return func(key string, args ...any) string {
		text, err := texts.In(lang, key, args...)
		if err != nil {
			return "??" + key // a test looks for it
		}
		return text
	}
}

// bookFuncs are functions of the templates of trades, requests and the like.
func bookFuncs() template.FuncMap {
	return template.FuncMap{"statustone": statusTone, "outcometone": outcomeTone, "grouped": grouped}
}

// statusTone is the colour of a trade; its words say the same.
func statusTone(t any) string {
	var status alipay.TradeStatus
	switch t := t.(type) {
	case alipay.Trade:
		status = t.Status
	case alipay.TradeStatus:
		status = t
	}
	switch status {
	case alipay.WaitBuyerPay:
		return "warn"
	case alipay.TradeSuccess:
		return "good"
	case alipay.TradeFinished:
		return "info"
	}
	return "quiet"
}

// outcomeTone is the colour of a request's outcome.
func outcomeTone(outcome string) string {
	switch outcome {
	case alipay.Success:
		return "good"
	case alipay.Lost:
		return "warn"
	}
	return "bad"
}

// grouped is an amount with its thousands apart: "1,234.50 HKD".
func grouped(m alipay.Money, c alipay.Currency) string {
	whole, rest, _ := strings.Cut(m.Format(c), ".")
	var b strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 && whole[i-1] != '-' {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if rest != "" {
		b.WriteString("." + rest)
	}
	return b.String() + " " + string(c)
}
