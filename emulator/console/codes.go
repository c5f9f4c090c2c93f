package console

import (
	"net/url"
	"strconv"
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
	"localipay/emulator/page"
	"localipay/emulator/store"
)

// codesPage shows a merchant's codes with their pictures.
type codesPage struct {
	here
	Self        string // its own address, for forms to return to
	Query       string
	Status      alipay.CodeStatus
	Rows        []codeRow
	First, Next string // URLs
}

// Statuses are those to filter by.
func (codesPage) Statuses() []alipay.CodeStatus {
	return []alipay.CodeStatus{alipay.CodeActive, alipay.CodeStopped, alipay.CodeDeleted}
}

// Filtered tells whether codes may have been left out.
func (p codesPage) Filtered() bool { return p.Query != "" || p.Status != "" }

type codeRow struct{ alipay.QRCode }

// Picture is where the gateway draws it.
func (r codeRow) Picture() string { return "/show.htm?code=" + url.QueryEscape(r.Code) }

// PayURL opens the customer's wallet on it.
func (r codeRow) PayURL() string { return "/wallet/scan?qrcode=" + url.QueryEscape(r.Value) }

// CanPay tells whether a customer may.
func (r codeRow) CanPay() bool { return r.Status == alipay.CodeActive }

// Gone tells whether it was deleted, for ever.
func (r codeRow) Gone() bool { return r.Status == alipay.CodeDeleted }

const codesPerPage = 24

func (c *Console) codes(call *call) (any, error) {
	p := codesPage{here: call.here(), Query: strings.TrimSpace(call.query.Get("q")), Status: alipay.CodeStatus(call.query.Get("status"))}
	from := ^uint64(0)
	if n, err := strconv.ParseUint(call.query.Get("before"), 10, 64); err == nil && n > 0 {
		from = n - 1
		p.First = link(p.Home+"/codes", "q", p.Query, "status", string(p.Status))
	}
	p.Self = link(p.Home+"/codes", "q", p.Query, "status", string(p.Status), "before", call.query.Get("before"))
	call.world.Ledger.View(func(r store.Reader) {
		for q := range r.QRCodes(from) {
			if !p.matches(q) {
				continue
			}
			if len(p.Rows) == codesPerPage {
				last := strconv.FormatUint(p.Rows[codesPerPage-1].Seq, 10)
				p.Next = link(p.Home+"/codes", "q", p.Query, "status", string(p.Status), "before", last)
				return
			}
			p.Rows = append(p.Rows, codeRow{q})
		}
	})
	return p, nil
}

func (p codesPage) matches(q alipay.QRCode) bool {
	return (p.Status == "" || p.Status == q.Status) &&
		(p.Query == "" || contains(p.Query, q.Code, q.Biz.StoreName, q.Biz.StoreID, q.Biz.MerchantName, q.Biz.MerchantID))
}

func (c *Console) setCodeStatus(call *call) result {
	code, status := call.PostFormValue("code"), call.PostFormValue("status")
	err := call.world.Ledger.Update(nil, func(t *ledger.Tx) error {
		_, err := t.SetCodeStatus(code, status)
		return err
	})
	done := map[string]page.Note{
		ledger.StatusStop:    page.Done("codes.stopped", code),
		ledger.StatusRestart: page.Done("codes.restarted", code),
		ledger.StatusDelete:  page.Done("codes.deleted", code),
	}[status]
	if err != nil {
		err = refused(call.say("codes.refused", code, err.Error()))
	}
	return call.back(call.returnPath("/codes"), done, err)
}

// codeTone is the colour of a code's status; its words say the same.
func codeTone(s alipay.CodeStatus) string {
	return map[alipay.CodeStatus]string{alipay.CodeActive: "good", alipay.CodeStopped: "warn"}[s]
}
