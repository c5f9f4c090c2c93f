package admin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"localipay/emulator/world"
)

// heartbeat keeps proxies from closing a stream on which nothing happens.
const heartbeat = 15 * time.Second

type streamJSON struct {
	Partner string `json:"partner,omitempty"`
	eventJSON
}

// events streams every change as it happens. A listener that was too slow
// gets an event of kind "lost" and should read the lists anew.
func (a *Admin) events(w http.ResponseWriter, r *http.Request) {
	changes := a.Worlds.Hub().Subscribe()
	defer changes.Close()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	_, _ = fmt.Fprint(w, ": localipay\n\n")
	for ; out.Flush() == nil; moreTime(w) {
		beat, stop := a.Source.After(heartbeat)
		select {
		case e := <-changes.C:
			writeEvent(w, e)
		case <-beat:
			_, _ = fmt.Fprint(w, ": still here\n\n")
		case <-r.Context().Done():
			stop()
			return
		}
		stop()
	}
}

func writeEvent(w http.ResponseWriter, e world.Event) {
	data, _ := json.Marshal(streamJSON{e.Partner, eventJSON{stamp(e.At), string(e.Kind), e.ID, e.OutTradeNo, e.Status}})
	_, _ = fmt.Fprintf(w, "event: %s\ndata: %s\n\n", e.Kind, data)
}
