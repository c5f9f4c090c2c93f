package reconcile

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"localipay/emulator/alipay"
)

// orderScene of every order here is a merchant's own QR code.
const orderScene = "shopQrCode"

// head is what stands above the rows of a transaction file, the space behind
// "Payment_time:" included. A settlement file has rows only.
func head(f alipay.File, rows int) string {
	if f.Kind != alipay.TransactionFile {
		return ""
	}
	return "Partner:" + f.Partner + "|Payment_time: " + f.Day.Format(time.DateOnly) + "|Total_count:" + strconv.Itoa(rows) + "\n" +
		strings.Join(f.Kind.Columns(), "|") + "\n"
}

// row appends an entry as the file has it.
func row(b []byte, f alipay.File, e alipay.Entry) []byte {
	if f.Kind == alipay.TransactionFile {
		return transactionRow(b, e)
	}
	return settlementRow(b, f, e)
}

// transactionRow: all amounts are positive; Transaction_type tells which way
// the money went.
func transactionRow(b []byte, e alipay.Entry) []byte {
	id := e.OutTradeNo
	if e.Kind == alipay.EntryRefund {
		id = e.RefundID
	}
	b = cells(b, id, e.TradeNo)
	b = amounts(b, e.Currency, e.Amount, e.Fee)
	b = cells(b, string(e.Currency))
	b = stamps(b, e.At)
	b = cells(b, string(e.Kind), "")
	return tail(b, e)
}

// settlementRow: what goes back is negative, so that each column adds up. The
// first column of a cancel is the transaction id.
func settlementRow(b []byte, f alipay.File, e alipay.Entry) []byte {
	amount, fee := e.Signed()
	id, kind := e.OutTradeNo, "P"
	switch e.Kind {
	case alipay.EntryRefund:
		id, kind = e.RefundID, "R"
	case alipay.EntryCancel:
		id, kind = e.TradeNo, "R"
	case alipay.EntryPayment:
	}
	b = cells(b, id, e.TradeNo)
	b = amounts(b, e.Currency, amount, fee, amount-fee)
	b = cells(b, string(e.Currency))
	b = stamps(b, e.At, f.Day.Add(alipay.Day-time.Second))
	b = cells(b, kind, "L", "")
	return tail(b, e)
}

// tail is the columns that both files end with, from the industry on.
func tail(b []byte, e alipay.Entry) []byte {
	b = cells(b, e.Industry, e.MerchantName, e.MerchantID, "", orderScene, string(e.Currency))
	b = amounts(b, e.Currency, e.Amount)
	b = cells(b, "1", string(e.Issue))
	b[len(b)-1] = '\n'
	return b
}

func amounts(b []byte, c alipay.Currency, values ...alipay.Money) []byte {
	for _, v := range values {
		b = append(v.Append(b, c), '|')
	}
	return b
}

func stamps(b []byte, times ...time.Time) []byte {
	for _, t := range times {
		b = append(alipay.AppendStamp(b, t), '|')
	}
	return b
}

func cells(b []byte, values ...string) []byte {
	for _, v := range values {
		b = append(b, plain(v)...)
		b = append(b, '|')
	}
	return b
}

// plain keeps a value in its cell: a bar, or a line's end, in a name or in an
// id of the merchant's would shift all columns behind it.
func plain(v string) string {
	if strings.IndexFunc(v, breaksCell) < 0 {
		return v
	}
	return strings.Map(func(r rune) rune {
		if breaksCell(r) {
			return ' '
		}
		return r
	}, v)
}

func breaksCell(r rune) bool {
	return r == '|' || unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
}
