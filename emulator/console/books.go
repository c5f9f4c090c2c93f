package console

import (
	"net/url"
	"slices"

	"localipay/emulator/alipay"
	"localipay/emulator/journal"
	"localipay/emulator/ledger"
	"localipay/emulator/page"
	"localipay/emulator/stage"
	"localipay/emulator/store"
	"localipay/emulator/world"
)

// tradeRoutes are the pages of what has happened, and the scenarios.
func tradeRoutes() []route {
	return []route{
		{Path: home + "/trades", Nav: "trades", Template: "trades", show: (*Console).trades},
		{Path: home + "/trades/{out_trade_no}", Nav: "trades", Template: "trade", show: (*Console).trade},
		{Path: home + "/trades/{out_trade_no}/pay", act: (*Console).payTrade},
		{Path: home + "/requests", Nav: "requests", Template: "requests", show: (*Console).requests},
		{Path: home + "/requests/{id}", Nav: "requests", Template: "request", show: (*Console).request},
		{Path: home + "/notifications", Nav: "notifications", Template: "notifications", show: (*Console).notifications},
		{Path: home + "/notifications/{notify_id}/resend", act: (*Console).resend},
		{Path: lostPath, Nav: "requests", Template: "requests", show: (*Console).requests},
		{Path: lostPath + "/{id}", Nav: "requests", Template: "request", show: (*Console).request},
		{Path: stagePath, Nav: "scenarios", Template: "scenarios", show: (*Console).scenarios},
		{Path: stagePath + "/run", act: (*Console).play},
		{Path: stagePath + "/cancel", act: (*Console).cancelPlay},
	}
}

// Paths of pages that are of no merchant.
const (
	lostPath  = "/console/requests"
	stagePath = "/console/scenarios"
)

// bookTexts are the words of these pages.
func bookTexts() page.Texts {
	return page.Join(tradesTexts(), tradeTexts(), lifeTexts(), requestTexts(), noticeTexts(), scenarioTexts())
}

func (c *Console) trades(r *call) (any, error) {
	sheet := c.sheets.Of(r.world.Ledger, func(l *ledger.Ledger) bool {
		return slices.ContainsFunc(c.Worlds.All(), func(w *world.World) bool { return w.Ledger == l })
	})
	p := newTradesPage(r.world.Ledger, sheet, r.query, r.home()+"/trades", r.say)
	p.here = r.here()
	return p, nil
}

func (c *Console) trade(r *call) (any, error) {
	id := r.vars["out_trade_no"]
	p, ok := newTradePage(r.world, id, r.home(), r.say)
	if !ok {
		return nil, missing(r.say("trade.none", id))
	}
	p.here = r.here()
	return p, nil
}

func (c *Console) payTrade(r *call) result {
	id := r.vars["out_trade_no"]
	key := payOrder(r.Context(), r.world, id)
	return r.back(r.home()+"/trades/"+url.PathEscape(id), page.Done(key), r.unless(key == paidKey, key))
}

func (c *Console) notifications(r *call) (any, error) {
	p := newNoticesPage(r.world, r.query, r.home(), r.say)
	p.here, p.Here = r.here(), r.URL.RequestURI()
	return p, nil
}

func (c *Console) resend(r *call) result {
	id := r.vars["notify_id"]
	path := r.returnPath("/notifications?order=" + url.QueryEscape(id))
	n, ok := resend(r.Context(), r.world, id)
	if !ok {
		return r.back(path, page.Note{}, missing(r.say("notification.none", id)))
	}
	note, err := resent(n, r.say)
	return r.back(path, note, err)
}

// unless is an error in the reader's language, unless all is well.
func (c *call) unless(well bool, key string) error {
	if well {
		return nil
	}
	return refused(c.say(key))
}

// journal is that of the merchant, or of nobody, and the path of its list.
func (c *Console) journal(r *call) (j *journal.Journal, base string) {
	if r.world == nil {
		return c.Worlds.Lost, lostPath
	}
	return r.world.Journal, r.home() + "/requests"
}

func (c *Console) requests(r *call) (any, error) {
	j, base := c.journal(r)
	p := newRequestsPage(j, r.query, base, c.PublicURL()+"gateway.do")
	if p.Lost = r.world == nil; !p.Lost {
		p.here = r.here()
	}
	return p, nil
}

func (c *Console) request(r *call) (any, error) {
	j, base := c.journal(r)
	p, ok := newRequestPage(j, r.vars["id"], base, c.PublicURL())
	if !ok {
		return nil, missing(r.say("request.none", r.vars["id"]))
	}
	if r.world == nil {
		return p, nil
	}
	p.here = r.here()
	r.world.Ledger.View(func(rows store.Reader) { p.Order = orderOf(rows, p.Request.Params) })
	return p, nil
}

// orderOf finds the order that a request is about, so that a link leads to it.
func orderOf(rows store.Reader, params []alipay.Field) string {
	for _, name := range []string{"partner_trans_id", "out_trade_no"} {
		value, _ := alipay.FieldOf(params, name)
		if t, ok := rows.Trade(value); ok {
			return t.OutTradeNo
		}
	}
	for _, name := range []string{"alipay_trans_id", "trade_no"} {
		value, _ := alipay.FieldOf(params, name)
		if t, ok := rows.TradeByNo(value); ok {
			return t.OutTradeNo
		}
	}
	return ""
}

func (c *Console) scenarios(r *call) (any, error) {
	return newScenariosPage(c.Stage, stagePath, r.say)
}

func (c *Console) play(r *call) result {
	var ids []string
	if id := r.PostFormValue("id"); id != "" {
		ids = append(ids, id)
	}
	err := stage.ErrNowhere
	if c.Stage != nil {
		err = c.Stage.Play(ids...)
	}
	return r.back(stagePath, page.Done("scenarios.began"), r.unless(err == nil, refusal(err)))
}

func (c *Console) cancelPlay(r *call) result {
	if c.Stage != nil {
		c.Stage.Cancel()
	}
	return r.back(stagePath, page.Done("scenarios.cancelled"), nil)
}
