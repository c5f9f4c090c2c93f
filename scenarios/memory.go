package scenarios

import (
	"maps"
	"strconv"
)

// memory is what a scenario has done last, to fill in the fields that a later
// call needs and its step leaves out.
type memory struct {
	code, order, refund string
	storeMerchant       string
	store               string
	amounts             map[string]string         // by order
	biz                 map[string]map[string]any // members of biz_data, by code
	refunds             int
}

func newMemory() memory {
	return memory{amounts: map[string]string{}, biz: map[string]map[string]any{}}
}

// learnTrade remembers an order that a customer made.
func (p *player) learnTrade(trade map[string]any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if order := str(trade, "out_trade_no"); order != "" {
		p.memory.order = order
		p.memory.amounts[order] = str(trade, "amount")
	}
}

// learnCode remembers a code and the store that it was made for.
func (p *player) learnCode(code string, biz map[string]any) {
	if code == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.memory.code = code
	if biz != nil {
		p.memory.biz[code] = maps.Clone(biz)
	}
}

// recall looks something up.
func (p *player) recall(what func(*memory) string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return what(&p.memory)
}

// newRefundID makes an id that no other refund has: orders are unique.
func (p *player) newRefundID(order string) string {
	return p.recall(func(m *memory) string {
		m.refunds++
		m.refund = order + "R" + strconv.Itoa(m.refunds)
		return m.refund
	})
}
