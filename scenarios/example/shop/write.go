package shop

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"localipay/scenarios/example/store"
)

// Reset forgets bills, payments and alarms; tills and codes stay.
func (s *Shop) Reset(ctx context.Context) error {
	s.store.Fail(0)
	return s.store.Note(ctx, (*store.Tx).Forget)
}

// show makes a page of a reading function.
func show(read func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		value, err := read(r)
		if err != nil {
			writeError(w, err)
			return
		}
		writeJSON(w, http.StatusOK, value)
	}
}

// writeBill answers a button with the bill as it now is, refused or not.
func (s *Shop) writeBill(w http.ResponseWriter, r *http.Request, id string, status int, err error) {
	bill, missing := s.BillState(r.Context(), id)
	switch {
	case err != nil && missing != nil:
		writeError(w, err)
	case err != nil:
		bill.Error = err.Error()
		writeJSON(w, statusOf(err), bill)
	case missing != nil: // money of no bill
		writeJSON(w, status, map[string]bool{"ok": true})
	default:
		writeJSON(w, statusOfBill(bill, status), bill)
	}
}

// statusOfBill tells what became of the button: an outcome that is not known
// yet is neither yes nor no.
func statusOfBill(bill BillView, otherwise int) int {
	switch {
	case bill.Error != "":
		if bill.Void == voidUnknown {
			return http.StatusAccepted
		}
		return http.StatusConflict
	case bill.Processing != "0.00", bill.Void == voidUnknown, bill.Void == voidAsked:
		return http.StatusAccepted
	}
	return otherwise
}

func (s *Shop) writeChanged(w http.ResponseWriter, r *http.Request, ids []string, err error) {
	if err != nil {
		writeError(w, err)
		return
	}
	changed := []BillView{}
	for _, id := range ids {
		if bill, err := s.BillState(r.Context(), id); err == nil {
			changed = append(changed, bill)
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{"changed": changed})
}

func statusOf(err error) int {
	var refusal Refusal
	if errors.As(err, &refusal) {
		return refusal.Status
	}
	return http.StatusInternalServerError
}

func writeError(w http.ResponseWriter, err error) {
	writeJSON(w, statusOf(err), map[string]string{"error": err.Error()})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(value) // a reader that has gone needs no answer
}
