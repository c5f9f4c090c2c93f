package scenarios

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"localipay/emulator/strict"
)

// wallet is something that the customer does.
type wallet struct {
	path   string // of the admin API; %s is out_trade_no
	fields map[string]text
}

func readScan(r *reader, m strict.Member, _ *step) (action, error) {
	return r.readWallet(m, "scan", []string{"qrcode"}, "buyer")
}

func readOrder(r *reader, m strict.Member, _ *step) (action, error) {
	return r.readWallet(m, "orders", []string{"qrcode", "amount"}, "memo", "buyer")
}

func readPay(r *reader, m strict.Member, _ *step) (action, error) {
	return r.readWallet(m, "pay", []string{"qrcode", "amount"}, "memo", "buyer", "outcome")
}

func readPayOrder(r *reader, m strict.Member, _ *step) (action, error) {
	return r.readWallet(m, "orders/", []string{"out_trade_no"}, "outcome")
}

func paymentOutcomes() map[string]bool {
	return map[string]bool{"success": true, "insufficient_funds": true, "risk_rejected": true}
}

func (r *reader) readWallet(m strict.Member, path string, needed []string, others ...string) (action, error) {
	members, err := r.Members(m.Value, m.Name, append(slices.Clone(needed), others...))
	if err != nil {
		return nil, err
	}
	w := wallet{path: path, fields: map[string]text{}}
	for _, field := range members {
		value, err := r.AnyText(field, m.Name)
		if err != nil {
			return nil, err
		}
		if field.Name == "outcome" && !holdsName(value) {
			if err := r.known(field.Value, "outcome", value, paymentOutcomes()); err != nil {
				return nil, err
			}
		}
		w.fields[field.Name] = text(value)
	}
	for _, name := range needed {
		if _, ok := w.fields[name]; !ok {
			return nil, r.Errorf(m.Value, "%s: there is no %s", m.Name, name)
		}
	}
	return w, nil
}

func (a wallet) play(ctx context.Context, f frame, s *step) (seen, error) {
	body, path := map[string]any{}, a.path
	for name, value := range a.fields {
		body[name] = f.text(value)
	}
	if id, ok := body["out_trade_no"].(string); ok {
		path += url.PathEscape(id) + "/pay"
		delete(body, "out_trade_no")
	}
	began := f.real.Now()
	status, fields, err := f.admin.do(ctx, http.MethodPost, "/_admin/wallet/"+path+"?settle=true", body)
	took := f.real.Now().Sub(began)
	if err != nil {
		refused, ok := asAdminError(err)
		if !ok {
			return seen{}, err
		}
		return seen{
			fields:   map[string]any{"error": refused.Code, "message": refused.Message, "status": status, "took": took},
			outcomes: [][]string{{refused.Code}},
			refusal:  s.verb + " was refused with " + refused.Code + ": " + refused.Message,
		}, nil
	}
	f.learnTrade(fields)
	// ?settle=true waits for what this call caused; a notification that was held
	// until it had gone out leaves after that.
	if err := f.settle(ctx, f.current); err != nil {
		return seen{}, err
	}
	got := seen{fields: fields, outcomes: [][]string{{"SUCCESS"}}}
	fields["took"], fields["status"] = took, status
	if outcome, ok := fields["outcome"].(string); ok && outcome != "" {
		got.outcomes = [][]string{{outcome}}
		if wanted := f.text(a.fields["outcome"]); wanted != outcome {
			got.refusal = s.verb + " did not go through: " + outcome
		}
	}
	return got, nil
}
