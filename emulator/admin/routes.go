package admin

import "net/http"

const (
	get    = http.MethodGet
	post   = http.MethodPost
	put    = http.MethodPut
	patch  = http.MethodPatch
	remove = http.MethodDelete
	made   = http.StatusCreated
)

const one = "/_admin/merchants/{partner}"

var paged = []string{"limit", "cursor"}

// routes is the table of the API.
func routes() []route {
	return []route{
		{Method: get, Path: "/_admin/health", Summary: "tells that the emulator is ready", Out: healthJSON{}, Open: true, do: (*Admin).health},
		{Method: get, Path: "/_admin/openapi.json", Summary: "describes this API", Out: map[string]any{}, do: (*Admin).openAPI},
		{Method: get, Path: "/_admin/ca.pem", Summary: "the certificate that clients of the HTTPS listener are to trust", Out: text{}, Open: true, do: (*Admin).certificate},
		{Method: post, Path: "/_admin/reset", Summary: "everything back to the fixtures", Out: doneJSON{}, do: (*Admin).resetAll},
		{Method: post, Path: "/_admin/state/save", Summary: "saves the state file now", Out: doneJSON{}, Conflicts: []string{"NO_STATE_FILE", "STATE_NOT_SAVED"}, do: (*Admin).saveState},
		{Method: get, Path: "/_admin/events", Summary: "every change as it happens, as server-sent events", Out: streamJSON{}, stream: (*Admin).events},
		{Method: get, Path: "/_admin/requests", Summary: "calls of the gateway, also those that reached no merchant", Out: page[requestJSON]{}, Query: requestQuery, do: (*Admin).allRequests},

		{Method: post, Path: "/_admin/merchants", Summary: "makes a merchant, a world of its own; with the header X-Localipay-Scenario without the rules of --faults", In: newMerchantJSON{}, Out: merchantJSON{}, Status: made, Conflicts: []string{"PARTNER_TAKEN"}, do: (*Admin).makeMerchant},
		{Method: get, Path: "/_admin/merchants", Summary: "lists the merchants, newest first", Out: page[merchantJSON]{}, Query: paged, do: (*Admin).merchants},
		{Method: get, Path: one, Summary: "a merchant and its switches", Out: merchantJSON{}, do: (*Admin).merchant},
		{Method: patch, Path: one, Summary: "changes switches", In: switchesJSON{}, Out: merchantJSON{}, do: (*Admin).patchMerchant},
		{Method: remove, Path: one, Summary: "removes a merchant and all that is its", Out: doneJSON{}, do: (*Admin).deleteMerchant},
		{Method: post, Path: one + "/reset", Summary: "this world back as it was made", Out: merchantJSON{}, do: (*Admin).resetMerchant},

		{Method: get, Path: one + "/clock", Summary: "the merchant's clock and what is due", Out: clockJSON{}, do: (*Admin).clock},
		{Method: put, Path: one + "/clock", Summary: "sets the clock, freezes it or lets it run", In: setClockJSON{}, Out: clockJSON{}, Conflicts: busy, do: (*Admin).setClock},
		{Method: post, Path: one + "/clock/advance", Summary: "moves the clock and does all that is due on the way", In: advanceJSON{}, Out: advancedJSON{}, Conflicts: busy, do: (*Admin).advance},
		{Method: post, Path: one + "/settle", Summary: "waits until the shops have answered all that is to be sent now", Out: doneJSON{}, do: (*Admin).settle},

		{Method: get, Path: one + "/qrcodes", Summary: "codes, newest first", Out: page[qrcodeJSON]{}, Query: paged, do: (*Admin).qrcodes},
		{Method: get, Path: one + "/qrcodes/{code}", Summary: "a code", Out: qrcodeJSON{}, do: (*Admin).qrcode},
		{Method: get, Path: one + "/trades", Summary: "trades, newest first", Out: page[tradeJSON]{}, Query: paged, do: (*Admin).trades},
		{Method: get, Path: one + "/trades/{out_trade_no}", Summary: "a trade", Out: tradeJSON{}, do: (*Admin).trade},
		{Method: get, Path: one + "/refunds", Summary: "refunds, newest first", Out: page[refundJSON]{}, Query: append([]string{"out_trade_no"}, paged...), do: (*Admin).refunds},
		{Method: get, Path: one + "/notifications", Summary: "notifications with every attempt, oldest first", Out: page[notificationJSON]{}, Query: notificationQuery, do: (*Admin).notifications},
		{Method: post, Path: one + "/notifications/{notify_id}/resend", Summary: "sends a notification again and waits for the shop", Out: notificationJSON{}, do: (*Admin).resend},
		{Method: get, Path: one + "/requests", Summary: "the journal, newest first", Out: page[requestJSON]{}, Query: requestQuery, do: (*Admin).requests},
		{Method: get, Path: one + "/requests/{id}", Summary: "a call as received and answered", Out: requestJSON{}, do: (*Admin).request},

		{Method: get, Path: one + "/files", Summary: "reconciliation files that exist by the merchant's clock, newest first", Out: page[fileJSON]{}, Query: paged, do: (*Admin).files},
		{Method: get, Path: one + "/files/{name}", Summary: "a reconciliation file itself", Out: text{}, do: (*Admin).file},

		{Method: get, Path: one + "/faults", Summary: "fault rules and how often each matched, newest first", Out: page[faultJSON]{}, Query: paged, do: (*Admin).faults},
		{Method: post, Path: one + "/faults", Summary: "adds a fault rule behind the others", In: ruleJSON{}, Out: faultJSON{}, Status: made, do: (*Admin).addFault},
		{Method: remove, Path: one + "/faults", Summary: "removes all fault rules", Out: doneJSON{}, do: (*Admin).clearFaults},
		{Method: get, Path: one + "/faults/{id}", Summary: "a fault rule", Out: faultJSON{}, do: (*Admin).fault},
		{Method: remove, Path: one + "/faults/{id}", Summary: "removes a fault rule; what it held back goes out", Out: doneJSON{}, do: (*Admin).removeFault},

		{Method: post, Path: "/_admin/wallet/scan", Summary: "what the wallet shows of a code", In: scanJSON{}, Out: scannedJSON{}, Query: settling, Conflicts: []string{"INVALID_QRCODE"}, do: (*Admin).scan},
		{Method: post, Path: "/_admin/wallet/orders", Summary: "enters an amount: opens an order", In: orderJSON{}, Out: tradeJSON{}, Status: made, Query: settling, Conflicts: ordering, do: (*Admin).openOrder},
		{Method: post, Path: "/_admin/wallet/orders/{out_trade_no}/pay", Summary: "pays an order", In: payJSON{}, Out: tradeJSON{}, Query: settling, Conflicts: []string{"TRADE_STATUS"}, do: (*Admin).payOrder},
		{Method: post, Path: "/_admin/wallet/pay", Summary: "order and payment in one", In: orderAndPayJSON{}, Out: tradeJSON{}, Query: settling, Conflicts: ordering, do: (*Admin).pay},

		{Method: get, Path: "/_admin/snapshots", Summary: "names of snapshots of everything", Out: page[snapshotJSON]{}, Query: paged, do: (*Admin).snapshots},
		{Method: post, Path: "/_admin/snapshots/{name}", Summary: "keeps everything as it is now", Out: snapshotJSON{}, Status: made, do: (*Admin).takeSnapshot},
		{Method: get, Path: "/_admin/snapshots/{name}", Summary: "tells that there is such a snapshot", Out: snapshotJSON{}, do: (*Admin).snapshot},
		{Method: post, Path: "/_admin/snapshots/{name}/restore", Summary: "goes back to a snapshot", Out: snapshotJSON{}, do: (*Admin).restoreSnapshot},
		{Method: remove, Path: "/_admin/snapshots/{name}", Summary: "forgets a snapshot", Out: doneJSON{}, do: (*Admin).dropSnapshot},
		{Method: get, Path: one + "/snapshots", Summary: "names of snapshots of this world", Out: page[snapshotJSON]{}, Query: paged, do: (*Admin).snapshots},
		{Method: post, Path: one + "/snapshots/{name}", Summary: "keeps this world as it is now", Out: snapshotJSON{}, Status: made, do: (*Admin).takeSnapshot},
		{Method: get, Path: one + "/snapshots/{name}", Summary: "tells that there is such a snapshot of this world", Out: snapshotJSON{}, do: (*Admin).snapshot},
		{Method: post, Path: one + "/snapshots/{name}/restore", Summary: "takes this world back to a snapshot", Out: snapshotJSON{}, do: (*Admin).restoreSnapshot},
		{Method: remove, Path: one + "/snapshots/{name}", Summary: "forgets a snapshot of this world", Out: doneJSON{}, do: (*Admin).dropSnapshot},
	}
}

var (
	settling = []string{"settle"}
	busy     = []string{"CLOCK_BUSY"}
	ordering = []string{"INVALID_QRCODE", "CHANNEL_FEE"}
)
