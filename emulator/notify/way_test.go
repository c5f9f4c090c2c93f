package notify_test

import (
	"context"
	"net/http/httptrace"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/notify"
)

func TestWhoIsToBlameForATimeOut(t *testing.T) {
	t.Parallel()
	for want, steps := range map[string]func(*httptrace.ClientTrace){
		"the host of http://shop/notify could not be looked up in time; is its name right, and is there a name server?": func(trace *httptrace.ClientTrace) {
			trace.DNSStart(httptrace.DNSStartInfo{})
		},
		"no connection to http://shop/notify in time; is the address right, and open to localipay?": func(trace *httptrace.ClientTrace) {
			trace.DNSStart(httptrace.DNSStartInfo{})
			trace.ConnectStart("tcp", "192.0.2.7:80")
		},
		"connected to http://shop/notify, but it shook no hands over TLS in time; does it speak HTTPS on that port?": func(trace *httptrace.ClientTrace) {
			trace.ConnectStart("tcp", "192.0.2.7:80")
			trace.TLSHandshakeStart()
		},
		"no answer from http://shop/notify in time; does the handler answer before it does slow work?": func(trace *httptrace.ClientTrace) {
			trace.ConnectStart("tcp", "192.0.2.7:80")
			trace.GotConn(httptrace.GotConnInfo{})
		},
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, want, notify.Late("http://shop/notify", func(ctx context.Context) { steps(httptrace.ContextClientTrace(ctx)) }))
		})
	}
}
