package admin

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"localipay/emulator/alipay"
	"localipay/emulator/ledger"
)

// apiError is an error with its HTTP status.
type apiError struct {
	status  int
	Code    string `json:"code"`
	Message string `json:"message" doc:"What is wrong, with which value, and what to do."`
}

type errorJSON struct {
	Error apiError `json:"error"`
}

func (e *apiError) Error() string { return e.Message }

// maxMessage: an error repeats the value that is wrong, but not a megabyte of it.
const maxMessage = 500

func fault(status int, code, format string, args ...any) error {
	return &apiError{status, code, alipay.Shorten(fmt.Sprintf(format, args...), maxMessage)}
}

func badRequest(format string, args ...any) error {
	return fault(http.StatusBadRequest, "INVALID_ARGUMENT", format, args...)
}

func notFound(format string, args ...any) error {
	return fault(http.StatusNotFound, "NOT_FOUND", format, args...)
}

// refused gives a refusal of the ledger what it is about: the thing and the
// value, which the ledger's own words leave out.
func refused(err error, thing, value string) error {
	var refusal *ledger.Refusal
	if value == "" || !errors.As(err, &refusal) {
		return err
	}
	return fault(statusOf(refusal), refusal.Code, "%s %q: %s", thing, value, refusal.Message)
}

// statusOf gives the ledger's refusals their status.
func statusOf(refusal *ledger.Refusal) int {
	switch refusal {
	case ledger.ErrNoTrade, ledger.ErrNotification, ledger.ErrNoFault:
		return http.StatusNotFound
	case ledger.ErrNoBuyer:
		return http.StatusBadRequest
	}
	return http.StatusConflict
}

func asFault(err error) *apiError {
	var known *apiError
	if errors.As(err, &known) {
		return known
	}
	var refusal *ledger.Refusal
	if errors.As(err, &refusal) {
		return &apiError{statusOf(refusal), refusal.Code, refusal.Message}
	}
	return &apiError{http.StatusBadRequest, "INVALID_ARGUMENT", err.Error()}
}

func writeError(w http.ResponseWriter, err error) {
	e := asFault(err)
	writeJSON(w, e.status, errorJSON{*e})
}

func writeJSON(w http.ResponseWriter, status int, out any) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(out); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	// With its length said, a flushed answer is a whole one: what the call caused
	// may leave right after it.
	w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes())
}
