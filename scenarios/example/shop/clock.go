package shop

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Clock tells the time. A shop whose emulator's clock is turned must follow
// it: by a clock of its own it would refund where it should cancel.
type Clock func(context.Context) (time.Time, error)

// RealTime is the machine's clock.
func RealTime() Clock {
	return func(context.Context) (time.Time, error) { return time.Now(), nil } //nolint:forbidigo // a shop lives in real time
}

// StartingAt runs from a time on.
func StartingAt(start time.Time) Clock {
	began := time.Now() //nolint:forbidigo // a shop lives in real time
	return func(context.Context) (time.Time, error) {
		return start.Add(time.Since(began)), nil //nolint:forbidigo // a shop lives in real time
	}
}

// EmulatorClock asks the emulator for a merchant's clock.
func EmulatorClock(adminURL, token, partner string, client *http.Client) Clock {
	address := adminURL + "/_admin/merchants/" + partner + "/clock"
	return func(ctx context.Context) (time.Time, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return time.Time{}, err
		}
		if token != "" {
			request.Header.Set("Authorization", "Bearer "+token)
		}
		response, err := client.Do(request)
		if err != nil {
			return time.Time{}, fmt.Errorf("the emulator's clock: %w", err)
		}
		defer func() { _ = response.Body.Close() }()
		var answer struct {
			Now time.Time `json:"now"`
		}
		if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
			return time.Time{}, fmt.Errorf("%s: %w", address, err)
		}
		if answer.Now.IsZero() {
			return time.Time{}, fmt.Errorf("%s answers status %d and no time; is the partner right, and --admin-token?",
				address, response.StatusCode)
		}
		return answer.Now, nil
	}
}
