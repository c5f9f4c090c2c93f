package shop

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"localipay/scenarios/example/bugs"
)

// maxBody bounds what anybody may send.
const maxBody = 64 << 10

// workers bounds how many requests are worked on at once, as any server's
// pool does. With it, a gateway that is silent without end takes the whole
// shop down (bug 21).
const workers = 16

// Handler is the shop's HTTP side.
func (s *Shop) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /notify", s.handleNotify)
	mux.HandleFunc("POST /bills", s.handleOpen)
	mux.HandleFunc("POST /bills/{id}/refund", s.handleRefund)
	mux.HandleFunc("POST /bills/{id}/void", s.handleVoid)
	mux.HandleFunc("POST /payments/{id}/return", s.handleReturn)
	mux.HandleFunc("POST /jobs/expire", s.handleExpire)
	mux.HandleFunc("POST /jobs/retry", s.handleRetry)
	mux.HandleFunc("POST /trouble", s.handleTrouble)
	mux.HandleFunc("POST /reset", s.handleReset)
	mux.HandleFunc("GET /state", show(func(r *http.Request) (any, error) { return s.State(r.Context()) }))
	mux.HandleFunc("GET /state/bills/{id}", show(func(r *http.Request) (any, error) {
		return s.BillState(r.Context(), r.PathValue("id"))
	}))
	mux.HandleFunc("GET /state/tills/{id}", show(func(r *http.Request) (any, error) {
		return s.TillState(r.Context(), r.PathValue("id"))
	}))
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET /{$}", s.handlePage)
	return pool(mux)
}

func pool(next http.Handler) http.Handler {
	free := make(chan struct{}, workers)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case free <- struct{}{}:
			defer func() { <-free }()
		case <-r.Context().Done(): // whoever asked has given up
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		// A booking goes on when the browser that asked for it has gone.
		next.ServeHTTP(w, r.WithContext(context.WithoutCancel(r.Context())))
	})
}

// handleNotify answers what Alipay wants to read: the word success, and only
// once the booking is committed (bug 12). Anything else brings it again.
func (s *Shop) handleNotify(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = s.Notify(r.Context(), r.Header.Get("Content-Type"), body)
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	switch {
	case err != nil && !s.bugs.Has(bugs.AckBeforeCommit): // bug 12
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = io.WriteString(w, "fail")
	case s.bugs.Has(bugs.AckNotSuccess): // bug 38
		writeJSON(w, http.StatusOK, map[string]string{"code": "success"})
	default:
		_, _ = io.WriteString(w, "success")
	}
}

func (s *Shop) handleOpen(w http.ResponseWriter, r *http.Request) {
	var in struct{ Till, Amount string }
	if !readJSON(w, r, &in) {
		return
	}
	id, err := s.OpenBill(r.Context(), in.Till, in.Amount)
	s.writeBill(w, r, id, http.StatusCreated, err)
}

func (s *Shop) handleRefund(w http.ResponseWriter, r *http.Request) {
	var click Click
	if readJSON(w, r, &click) {
		s.writeBill(w, r, r.PathValue("id"), http.StatusOK, s.Refund(r.Context(), r.PathValue("id"), click))
	}
}

func (s *Shop) handleVoid(w http.ResponseWriter, r *http.Request) {
	s.writeBill(w, r, r.PathValue("id"), http.StatusOK, s.Void(r.Context(), r.PathValue("id")))
}

func (s *Shop) handleReturn(w http.ResponseWriter, r *http.Request) {
	bill, err := s.Return(r.Context(), r.PathValue("id"))
	s.writeBill(w, r, bill, http.StatusOK, err)
}

func (s *Shop) handleExpire(w http.ResponseWriter, r *http.Request) {
	in := struct {
		OlderThan string `json:"older_than"`
	}{s.config.ExpireAfter.String()}
	if !readJSON(w, r, &in) {
		return
	}
	age, err := time.ParseDuration(in.OlderThan)
	if err != nil {
		writeError(w, refuse(http.StatusBadRequest, `older_than %q is not a duration; write it as "15m"`, in.OlderThan))
		return
	}
	changed, err := s.Expire(r.Context(), age)
	s.writeChanged(w, r, changed, err)
}

func (s *Shop) handleRetry(w http.ResponseWriter, r *http.Request) {
	changed, err := s.Retry(r.Context())
	s.writeChanged(w, r, changed, err)
}

func (s *Shop) handleTrouble(w http.ResponseWriter, r *http.Request) {
	var in struct {
		StoreFails int `json:"store_fails"`
	}
	if readJSON(w, r, &in) {
		s.store.Fail(in.StoreFails)
		writeJSON(w, http.StatusOK, map[string]bool{"ok": true})
	}
}

func (s *Shop) handleReset(w http.ResponseWriter, r *http.Request) {
	if err := s.Reset(r.Context()); err != nil {
		writeError(w, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]bool{"ok": true})
}

// readJSON takes no body for an empty object. False: it has answered.
func readJSON(w http.ResponseWriter, r *http.Request, into any) bool {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		writeError(w, refuse(http.StatusBadRequest, "the body is not the JSON that this button takes: %v", err))
		return false
	}
	return true
}
